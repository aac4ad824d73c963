using System.Text.Json.Serialization;

namespace Bulwark.Proxy.Firewall.Control;

/// <summary>The JSON of the control routes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FirewallReport))]
[JsonSerializable(typeof(FirewallModeRequest))]
[JsonSerializable(typeof(FirewallGroupView))]
[JsonSerializable(typeof(FirewallPromotionRequest))]
[JsonSerializable(typeof(FirewallPromotionAnswer))]
public sealed partial class FirewallControlJson : JsonSerializerContext;
