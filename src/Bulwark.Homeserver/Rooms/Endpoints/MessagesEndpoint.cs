using System.Text.Json;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;
using Bulwark.Homeserver.Sync;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary><c>GET /_matrix/client/v3/rooms/{roomId}/messages</c>: pages through what the user may see of a room's history.</summary>
internal sealed class MessagesEndpoint(RoomTable rooms, RoomHistory history, EventStream stream, TimeProvider time)
{
    public async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session)
    {
        if (!MessagesRequest.Read(context.Request.Query).TryGet(out var request, out var refusal))
            return refusal;

        if (await RoomView.OpenAsync(rooms, values["roomId"], session, time) is not { } view)
            return RoomView.NotAMember();

        var last = Math.Min(view.UpTo, stream.Position);
        var from = request.From ?? new SyncToken(request.Backwards ? last : 0);
        var page = request.Backwards
            ? await history.BackwardsAsync(view.Room, Math.Min(from.Position, last), request.To?.Position ?? 0, request.Limit, IsWanted, context.RequestAborted)
            : await history.ForwardsAsync(view.Room, from.Position, Math.Min(last, request.To?.Position ?? last), request.Limit, IsWanted, context.RequestAborted);
        return JsonAnswer.Write(writer => Write(writer, context.Request.Query["from"] is [{ Length: > 0 } text] ? text : from.ToString(), page, view, request));

        bool IsWanted(RoomEvent roomEvent) => request.Filter.Matches(roomEvent) && view.CanSee(roomEvent);
    }

    private static void Write(Utf8JsonWriter writer, string start, HistoryPage page, RoomView view, MessagesRequest request)
    {
        writer.WriteStartObject();
        writer.WriteString("start"u8, start);

        // At the end of what there is there is no token: the client stops asking.
        if (!page.IsAtEnd)
            writer.WriteString("end"u8, new SyncToken(page.Edge).ToString());

        WriteEvents(writer, "chunk"u8, page.Events, view);
        if (request.Filter.LazyLoadMembers)
            WriteEvents(writer, "state"u8, Senders(page, view), view);

        writer.WriteEndObject();
    }

    private static IEnumerable<RoomEvent> Senders(HistoryPage page, RoomView view) => page.Events
        .Select(roomEvent => roomEvent.Sender)
        .Distinct(StringComparer.Ordinal)
        .Select(sender => view.Room.Current.Find(EventTypes.Member, sender))
        .OfType<RoomEvent>()
        .Where(member => member.Position <= view.UpTo);

    private static void WriteEvents(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<RoomEvent> events, RoomView view)
    {
        writer.WriteStartArray(name);
        foreach (var roomEvent in events)
            ClientEvent.Write(writer, roomEvent, view.Viewer, withRoomId: true);

        writer.WriteEndArray();
    }
}
