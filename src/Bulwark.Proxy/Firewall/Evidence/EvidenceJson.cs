using System.Text.Json.Serialization;
using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>The JSON of what the log says.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LoggedRequest))]
[JsonSerializable(typeof(LoggedTraffic))]
[JsonSerializable(typeof(LoggedUnseen))]
[JsonSerializable(typeof(IReadOnlyList<LoggedRequest>))]
[JsonSerializable(typeof(EvidenceReport))]
[JsonSerializable(typeof(IReadOnlyList<FirewallExclusionOptions>))]
public sealed partial class EvidenceJson : JsonSerializerContext;
