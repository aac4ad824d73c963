using Bulwark.Core.Routing;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary><c>GET /_matrix/client/v3/rooms/{roomId}/event/{eventId}</c>. An event that may not be seen is not there.</summary>
internal sealed class EventEndpoint(RoomTable rooms, RoomHistory history, TimeProvider time)
{
    public async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session)
    {
        var room = await rooms.FindAsync(values["roomId"]);
        var found = room is null ? null : await history.FindAsync(room, values["eventId"], context.RequestAborted);
        if (found is null || !room!.CanSee(session.UserId, found))
            return MatrixError.NotFound("There is no such event.");

        var viewer = new EventViewer(session.UserId, session.DeviceId, room.MembershipsOf(session.UserId), time.GetUtcNow().ToUnixTimeMilliseconds());
        return JsonAnswer.Write(writer => ClientEvent.Write(writer, found, viewer, withRoomId: true));
    }
}
