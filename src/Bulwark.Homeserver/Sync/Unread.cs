using System.Text.Json;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Sync;

/// <summary>
/// Counts what a user has not read, by the default push rules: messages of others after the last one that the user has read or sent.
/// It counts what is in the room's recent timeline, so at most <see cref="RecentTimeline.MaxEvents"/>.
/// </summary>
internal static class Unread
{
    public static UnreadCounts Count(Room room, string userId, long upTo)
    {
        var read = Math.Max(room.ReadPosition(userId), room.MembershipsOf(userId).Last?.Position ?? 0);
        var (notifications, highlights) = (0, 0);
        foreach (var roomEvent in room.Recent.Backwards(upTo).Events)
        {
            if (roomEvent.Position <= read || IsOwnMessage(roomEvent, userId))
                break;

            if (!Notifies(roomEvent, userId))
                continue;

            notifications++;
            highlights += Mentions(room, roomEvent, userId) ? 1 : 0;
        }

        return new UnreadCounts(notifications, highlights);
    }

    private static bool IsOwnMessage(RoomEvent roomEvent, string userId) =>
        !roomEvent.IsState && string.Equals(roomEvent.Sender, userId, StringComparison.Ordinal);

    private static bool Notifies(RoomEvent roomEvent, string userId)
    {
        if (roomEvent.IsState || string.Equals(roomEvent.Sender, userId, StringComparison.Ordinal))
            return false;

        if (string.Equals(roomEvent.Type, EventTypes.Encrypted, StringComparison.Ordinal))
            return true;

        return string.Equals(roomEvent.Type, EventTypes.Message, StringComparison.Ordinal) && IsNews(roomEvent);
    }

    // A notice is for machines, an edit has been news before, and a redacted message says nothing.
    private static bool IsNews(RoomEvent roomEvent)
    {
        var content = roomEvent.Content;
        return roomEvent.Body.Text.RedactedBecause is null
            && !HasText(content, "msgtype", "m.notice")
            && !(content.TryGetProperty("m.relates_to", out var relation) && relation.ValueKind == JsonValueKind.Object && HasText(relation, "rel_type", "m.replace"));
    }

    private static bool Mentions(Room room, RoomEvent roomEvent, string userId)
    {
        if (!roomEvent.Content.TryGetProperty("m.mentions", out var mentions) || mentions.ValueKind != JsonValueKind.Object)
            return false;

        if (mentions.TryGetProperty("user_ids", out var users) && users.ValueKind == JsonValueKind.Array
            && users.EnumerateArray().Any(user => user.ValueKind == JsonValueKind.String && user.ValueEquals(userId)))
        {
            return true;
        }

        var levels = room.Current.PowerLevels;
        return mentions.TryGetProperty("room", out var all) && all.ValueKind == JsonValueKind.True && levels.Of(roomEvent.Sender) >= levels.ToNotifyRoom;
    }

    private static bool HasText(JsonElement content, string property, string text) =>
        content.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
}
