using System.Text.Json.Serialization;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>The JSON inside the encrypted records, and of <c>bulwark waf samples</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SampledRequest))]
internal sealed partial class SamplesJson : JsonSerializerContext;
