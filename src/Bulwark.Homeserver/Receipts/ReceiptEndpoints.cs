using Bulwark.Core.Routing;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Rooms;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Receipts;

/// <summary><c>POST /_matrix/client/v3/rooms/{roomId}/receipt/{receiptType}/{eventId}</c> and <c>/read_markers</c>.</summary>
internal sealed class ReceiptEndpoints(ReceiptStore receipts, RoomTable rooms, RoomHistory history, TimeProvider time)
{
    private const string FullyRead = "m.fully_read";

    public async ValueTask<IResult> PostAsync(HttpContext context, RouteValues values, Session session)
    {
        if (values["receiptType"] is not (Receipt.Read or Receipt.ReadPrivate or FullyRead))
            return MatrixError.InvalidParam("The receipt type is m.read, m.read.private or m.fully_read.");

        if (!(await MatrixBody.ReadAsync(context, HomeserverJson.Default.ReceiptRequest, emptyIsObject: true)).TryGet(out var request, out var refusal))
            return refusal;

        if (request.ThreadId is { Length: 0 or > 255 })
            return MatrixError.InvalidParam("A thread ID has 1 to 255 characters.");

        return await SetAsync(values["roomId"], session.UserId, values["receiptType"], values["eventId"], request.ThreadId, context.RequestAborted) is { } problem
            ? problem
            : JsonAnswer.Empty;
    }

    public async ValueTask<IResult> PostMarkersAsync(HttpContext context, RouteValues values, Session session)
    {
        if (!(await MatrixBody.ReadAsync(context, HomeserverJson.Default.ReadMarkersRequest)).TryGet(out var request, out var refusal))
            return refusal;

        foreach (var (type, eventId) in new[] { (FullyRead, request.FullyRead), (Receipt.Read, request.Read), (Receipt.ReadPrivate, request.ReadPrivate) })
        {
            if (eventId is not null && await SetAsync(values["roomId"], session.UserId, type, eventId, threadId: null, context.RequestAborted) is { } problem)
                return problem;
        }

        return JsonAnswer.Empty;
    }

    private async Task<MatrixError?> SetAsync(
        string roomId, string userId, string type, string eventId, string? threadId, CancellationToken cancellationToken)
    {
        if (await rooms.FindAsync(roomId) is not { } room || !room.IsJoined(userId))
            return MatrixError.Forbidden("You are not in the room.");

        if (await history.FindAsync(room, eventId, cancellationToken) is not { } read || !room.CanSee(userId, read))
            return MatrixError.NotFound("There is no such event.");

        if (threadId is not (null or Receipt.MainThread) && (await history.FindAsync(room, threadId, cancellationToken) is not { } root || !room.CanSee(userId, root)))
            return MatrixError.InvalidParam("A thread ID is main, or the event ID of the thread's root.");

        if (string.Equals(type, FullyRead, StringComparison.Ordinal))
            await receipts.SetFullyReadAsync(userId, roomId, read);
        else
            await SetAsync(new Receipt(roomId, userId, type, threadId ?? "", read.EventId, time.GetUtcNow().ToUnixTimeMilliseconds()), room, read);

        return null;
    }

    private async Task SetAsync(Receipt receipt, Room room, RoomEvent read)
    {
        await receipts.SetAsync(receipt, room, read);

        // The room may have left memory and come back while the receipt was on its way to disk.
        if (receipt.IsOfRoom && await rooms.FindAsync(receipt.RoomId) is { } now)
            now.MarkRead(receipt.UserId, read.Position);
    }
}
