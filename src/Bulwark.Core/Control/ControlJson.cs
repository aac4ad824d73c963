using System.Text.Json.Serialization;

namespace Bulwark.Core.Control;

/// <summary>Answers of control routes that several tiers have, for who calls them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReloadReport))]
public sealed partial class ControlJson : JsonSerializerContext;
