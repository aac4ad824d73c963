using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Sync;

/// <summary>One room in one <c>/sync</c>: from where to where it is looked at.</summary>
/// <param name="Room">The room.</param>
/// <param name="Request">Who asks for what.</param>
/// <param name="After">Events after this position are news.</param>
/// <param name="UpTo">Events up to this position may be shown.</param>
/// <param name="IsNew">True when the client knows nothing of the room yet.</param>
internal sealed record SyncRoom(Room Room, SyncRequest Request, long After, long UpTo, bool IsNew)
{
    /// <summary>True when the user was never in the room.</summary>
    public bool IsOutsider => RoomAccess.VisibleUpTo(Room, Request.UserId) is null;

    /// <summary>True when the user came or went meanwhile, and so may not see everything in between.</summary>
    public bool HasChangedMembership => Room.MembershipsOf(Request.UserId).LastUpTo(UpTo)?.Position > After;
}
