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
        foreach (var roomEvent in room.Recent.Backwards(upTo, after: read).Events)
        {
            if (IsOwnMessage(roomEvent, userId))
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

        return string.Equals(roomEvent.Type, EventTypes.Encrypted, StringComparison.Ordinal)
            || (string.Equals(roomEvent.Type, EventTypes.Message, StringComparison.Ordinal) && roomEvent.Body.Text.Notification.IsNews);
    }

    private static bool Mentions(Room room, RoomEvent roomEvent, string userId)
    {
        var facts = roomEvent.Body.Text.Notification;
        var levels = room.Current.PowerLevels;
        return facts.UserIds.Contains(userId, StringComparer.Ordinal)
            || (facts.MentionsRoom && levels.Of(roomEvent.Sender) >= levels.ToNotifyRoom);
    }
}
