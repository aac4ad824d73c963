using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary>A room as one user may look at it.</summary>
/// <param name="Room">The room.</param>
/// <param name="UpTo">The last position that the user may know about.</param>
/// <param name="Viewer">The user.</param>
internal sealed record RoomView(Room Room, long UpTo, EventViewer Viewer)
{
    /// <summary>Opens a room; null for whoever is not and was not in it, which is the same answer as for a room that is not there.</summary>
    public static async ValueTask<RoomView?> OpenAsync(RoomTable rooms, string roomId, Session session, TimeProvider time)
    {
        if (await rooms.FindAsync(roomId) is not { } room || RoomAccess.VisibleUpTo(room, session.UserId) is not { } upTo)
            return null;

        var viewer = new EventViewer(session.UserId, session.DeviceId, room.MembershipsOf(session.UserId), time.GetUtcNow().ToUnixTimeMilliseconds());
        return new RoomView(room, upTo, viewer);
    }

    public static MatrixError NotAMember() => MatrixError.Forbidden("You are not in the room.");

    /// <summary>True when the user may see an event.</summary>
    public bool CanSee(RoomEvent roomEvent) => Room.CanSee(Viewer.UserId, roomEvent);
}
