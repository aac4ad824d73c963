using System.Text.Json;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary>
/// <c>PUT /_matrix/client/v3/rooms/{roomId}/redact/{eventId}/{txnId}</c>: takes the content of an event away for good, from the disk too.
/// </summary>
internal sealed class RedactEndpoint(RoomTable rooms, RoomHistory history)
{
    public async ValueTask<IResult> PutAsync(HttpContext context, RouteValues values, Session session)
    {
        var key = new TransactionKey(session.UserId, session.DeviceId, values["roomId"], EventTypes.Redaction, values["txnId"]);
        if (RoomLimits.Refuse(key.TransactionId) is { } tooLong)
            return tooLong;

        if (!(await MatrixBody.ReadAsync(context, HomeserverJson.Default.RedactRequest, emptyIsObject: true)).TryGet(out var request, out var refusal))
            return refusal;

        if (await history.FindAsync(key, context.RequestAborted) is { } earlier)
            return EventIdAnswer.Of(earlier.EventId);

        if (await FindTargetAsync(key.RoomId, session.UserId, values["eventId"], context.RequestAborted) is not { } target)
            return MatrixError.NotFound("There is no such event.");

        if (!Draft(session.UserId, target, request.Reason).TryGet(out var draft, out refusal))
            return refusal;

        var outcome = await rooms.ChangeAsync(key.RoomId, _ => draft with { Transaction = key });
        return outcome.IsRefused(out refusal) ? refusal : EventIdAnswer.Of(outcome.EventId!);
    }

    private async ValueTask<RoomEvent?> FindTargetAsync(string roomId, string userId, string eventId, CancellationToken cancellationToken)
    {
        if (await rooms.FindAsync(roomId) is not { } room)
            return null;

        return await history.FindAsync(room, eventId, cancellationToken) is { } target && room.CanSee(userId, target) ? target : null;
    }

    private static MatrixRead<EventDraft> Draft(string sender, RoomEvent target, string? reason)
    {
        var content = JsonSerializer.SerializeToElement(new RedactionContent(target.EventId, reason), HomeserverJson.Default.RedactionContent);
        return EventDraft.Create(EventTypes.Redaction, stateKey: null, sender, content).TryGet(out var draft, out var refusal)
            ? draft with { Redacts = target }
            : refusal;
    }
}
