using System.Text.Json.Serialization;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>The JSON of the control route.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RateLimitReport))]
public sealed partial class RateLimitJson : JsonSerializerContext;
