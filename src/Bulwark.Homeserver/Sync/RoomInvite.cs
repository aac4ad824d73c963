using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Sync;

/// <summary>A room that a user is invited to.</summary>
internal sealed record RoomInvite(Room Room, string UserId);
