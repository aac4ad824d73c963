using System.Text.Json.Serialization;
using Bulwark.Homeserver.Devices;
using Bulwark.Homeserver.Filters;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Receipts;
using Bulwark.Homeserver.Rooms.Endpoints;
using Bulwark.Homeserver.Typing;

namespace Bulwark.Homeserver;

/// <summary>The JSON of the client-server API, where it has a fixed shape.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MatrixError))]
[JsonSerializable(typeof(LoginRequest))]
[JsonSerializable(typeof(LoginResponse))]
[JsonSerializable(typeof(RefreshRequest))]
[JsonSerializable(typeof(RefreshResponse))]
[JsonSerializable(typeof(WhoAmIResponse))]
[JsonSerializable(typeof(DeviceRequest))]
[JsonSerializable(typeof(SyncFilter))]
[JsonSerializable(typeof(RoomEventFilter))]
[JsonSerializable(typeof(ReceiptRequest))]
[JsonSerializable(typeof(ReadMarkersRequest))]
[JsonSerializable(typeof(FullyRead))]
[JsonSerializable(typeof(TypingRequest))]
[JsonSerializable(typeof(RedactRequest))]
[JsonSerializable(typeof(RedactionContent))]
internal sealed partial class HomeserverJson : JsonSerializerContext;
