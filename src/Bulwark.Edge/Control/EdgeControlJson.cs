using System.Text.Json.Serialization;
using Bulwark.Pki.Acme;

namespace Bulwark.Edge.Control;

/// <summary>The JSON of the edge's control routes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AcmeStatus))]
[JsonSerializable(typeof(CachePurge))]
[JsonSerializable(typeof(CachePurged))]
[JsonSerializable(typeof(CacheView))]
[JsonSerializable(typeof(OriginsView))]
public sealed partial class EdgeControlJson : JsonSerializerContext;
