using Bulwark.Core.Routing;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary>
/// <c>PUT /_matrix/client/v3/rooms/{roomId}/send/{eventType}/{txnId}</c>. The same device can ask again with the same transaction ID and gets
/// the same event. It answers when the event is on disk.
/// </summary>
internal sealed class SendEndpoint(RoomTable rooms, RoomHistory history)
{
    public async ValueTask<IResult> PutAsync(HttpContext context, RouteValues values, Session session)
    {
        var key = new TransactionKey(session.UserId, session.DeviceId, values["roomId"], values["eventType"], values["txnId"]);
        if (RoomLimits.Refuse(key.EventType, key.TransactionId) is { } tooLong)
            return tooLong;

        // Who may redact what is decided on the event that it names, which is what the other endpoint is for.
        if (string.Equals(key.EventType, EventTypes.Redaction, StringComparison.Ordinal))
            return MatrixError.BadRequest("Redactions are sent with PUT /rooms/{roomId}/redact/{eventId}/{txnId}.");

        if (!(await MatrixBody.ReadObjectAsync(context)).TryGet(out var content, out var refusal))
            return refusal;

        if (!EventDraft.Create(key.EventType, stateKey: null, session.UserId, content).TryGet(out var draft, out refusal))
            return refusal;

        // What was sent before the room came into memory is in the database only.
        if (await history.FindAsync(key, context.RequestAborted) is { } earlier)
            return EventIdAnswer.Of(earlier.EventId);

        var outcome = await rooms.ChangeAsync(key.RoomId, _ => draft with { Transaction = key });
        return outcome.IsRefused(out refusal) ? refusal : EventIdAnswer.Of(outcome.EventId!);
    }
}
