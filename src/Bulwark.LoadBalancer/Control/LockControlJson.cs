using System.Text.Json.Serialization;

namespace Bulwark.LoadBalancer.Control;

/// <summary>The JSON of the load balancer's control routes for the lock.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LockRequest))]
[JsonSerializable(typeof(LockView))]
[JsonSerializable(typeof(LockAnswer))]
public sealed partial class LockControlJson : JsonSerializerContext;
