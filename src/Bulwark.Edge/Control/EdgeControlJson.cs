using System.Text.Json.Serialization;

namespace Bulwark.Edge.Control;

/// <summary>The JSON of the edge's control routes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CachePurge))]
[JsonSerializable(typeof(CachePurged))]
[JsonSerializable(typeof(CacheView))]
[JsonSerializable(typeof(OriginsView))]
public sealed partial class EdgeControlJson : JsonSerializerContext;
