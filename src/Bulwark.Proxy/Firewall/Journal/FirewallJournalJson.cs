using System.Text.Json.Serialization;
using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.Proxy.Firewall.Journal;

/// <summary>The JSON of the log.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FirewallLine))]
[JsonSerializable(typeof(TrafficLine))]
[JsonSerializable(typeof(UnseenLine))]
internal sealed partial class FirewallJournalJson : JsonSerializerContext;
