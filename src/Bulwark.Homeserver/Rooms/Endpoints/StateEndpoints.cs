using Bulwark.Core.Routing;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary><c>/_matrix/client/v3/rooms/{roomId}/state</c>, all of it or one key.</summary>
internal sealed class StateEndpoints(RoomTable rooms, RoomHistory history, TimeProvider time)
{
    public async ValueTask<IResult> GetAllAsync(HttpContext context, RouteValues values, Session session)
    {
        if (await RoomView.OpenAsync(rooms, values["roomId"], session, time) is not { } view)
            return RoomView.NotAMember();

        var state = await history.StateAtAsync(view.Room, view.UpTo, context.RequestAborted);
        return JsonAnswer.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var roomEvent in state)
                ClientEvent.Write(writer, roomEvent, view.Viewer, withRoomId: true);

            writer.WriteEndArray();
        });
    }

    public ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session) => GetAsync(context, values, values["stateKey"], session);

    public ValueTask<IResult> GetEmptyKeyAsync(HttpContext context, RouteValues values, Session session) => GetAsync(context, values, "", session);

    public ValueTask<IResult> PutAsync(HttpContext context, RouteValues values, Session session) => PutAsync(context, values, values["stateKey"], session);

    public ValueTask<IResult> PutEmptyKeyAsync(HttpContext context, RouteValues values, Session session) => PutAsync(context, values, "", session);

    private async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, string stateKey, Session session)
    {
        if (await RoomView.OpenAsync(rooms, values["roomId"], session, time) is not { } view)
            return RoomView.NotAMember();

        if (await history.StateAtAsync(view.Room, view.UpTo, new StateKey(values["eventType"], stateKey), context.RequestAborted) is not { } found)
            return MatrixError.NotFound("The room has no such state.");

        return string.Equals(context.Request.Query["format"], "event", StringComparison.Ordinal)
            ? JsonAnswer.Write(writer => ClientEvent.Write(writer, found, view.Viewer, withRoomId: true))
            : new JsonAnswer(found.Body.Text.Content);
    }

    private async ValueTask<IResult> PutAsync(HttpContext context, RouteValues values, string stateKey, Session session)
    {
        if (RoomLimits.Refuse(values["eventType"], stateKey) is { } tooLong)
            return tooLong;

        if (!(await MatrixBody.ReadObjectAsync(context)).TryGet(out var content, out var refusal))
            return refusal;

        if (!EventDraft.Create(values["eventType"], stateKey, session.UserId, content).TryGet(out var draft, out refusal))
            return refusal;

        var outcome = await rooms.ChangeAsync(values["roomId"], _ => draft);
        return outcome.IsRefused(out refusal) ? refusal : EventIdAnswer.Of(outcome.EventId!);
    }
}
