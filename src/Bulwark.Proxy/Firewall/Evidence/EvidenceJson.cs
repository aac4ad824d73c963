using System.Text.Json.Serialization;

namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>The JSON of what the log says.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LoggedRequest))]
[JsonSerializable(typeof(LoggedTraffic))]
[JsonSerializable(typeof(IReadOnlyList<LoggedRequest>))]
[JsonSerializable(typeof(EvidenceReport))]
public sealed partial class EvidenceJson : JsonSerializerContext;
