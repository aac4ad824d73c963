using System.Text.Json.Serialization;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>The JSON of the log.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FirewallLine))]
[JsonSerializable(typeof(TrafficLine))]
internal sealed partial class FirewallJournalJson : JsonSerializerContext;
