using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Rooms;

/// <summary>What a room writes to.</summary>
internal sealed record RoomPorts(EventLog Log, RoomsOfUsers RoomsOfUsers, TimeProvider Time);
