using System.Text.Json.Serialization;

namespace Bulwark.Homeserver.Control;

/// <summary>The JSON of the homeserver's control routes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RoomList))]
[JsonSerializable(typeof(RoomInfo))]
[JsonSerializable(typeof(RoomSyncReport))]
[JsonSerializable(typeof(HomeserverHealth))]
public sealed partial class HomeserverControlJson : JsonSerializerContext;
