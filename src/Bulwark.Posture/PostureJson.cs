using System.Text.Json.Serialization;
using Bulwark.Posture.Probes;

namespace Bulwark.Posture;

/// <summary>The JSON that probes read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SeenOrigins))]
internal sealed partial class PostureJson : JsonSerializerContext;
