using System.Text.Json.Serialization;

namespace Bulwark.Core.Revisions;

/// <summary>The wire and file form of revisions.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RevisionEvent))]
[JsonSerializable(typeof(TierSettingsView))]
[JsonSerializable(typeof(RevisionRequest))]
[JsonSerializable(typeof(SettingsFileRequest))]
public sealed partial class RevisionJson : JsonSerializerContext;
