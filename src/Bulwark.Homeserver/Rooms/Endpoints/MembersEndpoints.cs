using System.Text.Json;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Sync;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary><c>GET /_matrix/client/v3/rooms/{roomId}/members</c>, <c>/joined_members</c> and <c>/joined_rooms</c>.</summary>
internal sealed class MembersEndpoints(RoomTable rooms, RoomHistory history, RoomsOfUsers roomsOfUsers, TimeProvider time)
{
    public async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session)
    {
        var query = context.Request.Query;
        var hasAt = SyncToken.TryParse(query["at"], out var at);
        if (!hasAt && query["at"] is [{ Length: > 0 }])
            return MatrixError.InvalidParam("'at' is not a token of this server.");

        if (await RoomView.OpenAsync(rooms, values["roomId"], session, time) is not { } view)
            return RoomView.NotAMember();

        var state = await history.StateAtAsync(view.Room, hasAt ? Math.Min(at.Position, view.UpTo) : view.UpTo, context.RequestAborted);
        var members = state.Where(roomEvent => IsWanted(roomEvent, query));
        return JsonAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("chunk"u8);
            foreach (var member in members)
                ClientEvent.Write(writer, member, view.Viewer, withRoomId: true);

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    public async ValueTask<IResult> GetJoinedAsync(HttpContext context, RouteValues values, Session session)
    {
        if (await rooms.FindAsync(values["roomId"]) is not { } room || !room.IsJoined(session.UserId))
            return RoomView.NotAMember();

        var state = room.Current;
        return JsonAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("joined"u8);
            foreach (var userId in state.UsersWith(Membership.Join))
                WriteJoined(writer, userId, state.Members[userId].Content);

            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }

    public async ValueTask<IResult> GetJoinedRoomsAsync(HttpContext context, RouteValues values, Session session)
    {
        var joined = new List<string>();
        foreach (var roomId in await roomsOfUsers.FindAsync(session.UserId, context.RequestAborted))
        {
            if (await rooms.FindAsync(roomId) is { } room && room.IsJoined(session.UserId))
                joined.Add(roomId);
        }

        return JsonAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("joined_rooms"u8);
            foreach (var roomId in joined)
                writer.WriteStringValue(roomId);

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private static bool IsWanted(RoomEvent roomEvent, IQueryCollection query)
    {
        if (roomEvent.Membership() is not { } membership)
            return false;

        return (query["membership"] is not [{ Length: > 0 } wanted] || string.Equals(membership, wanted, StringComparison.Ordinal))
            && !(query["not_membership"] is [{ Length: > 0 } unwanted] && string.Equals(membership, unwanted, StringComparison.Ordinal));
    }

    private static void WriteJoined(Utf8JsonWriter writer, string userId, JsonElement content)
    {
        writer.WriteStartObject(userId);
        foreach (var (property, written) in new[] { ("displayname", "display_name"), ("avatar_url", "avatar_url") })
        {
            if (content.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String)
                writer.WriteString(written, value.GetString());
        }

        writer.WriteEndObject();
    }
}
