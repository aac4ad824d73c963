using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Sync;

/// <summary>
/// Of the membership events, only those that the client needs now: of the senders in the timeline, of the heroes, and the user's own.
/// What a client has been told before is not remembered: it may be told again.
/// </summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#lazy-loading-room-members"/>
internal static class LazyMembers
{
    public static IReadOnlyCollection<RoomEvent> Choose(SyncRoom at, RoomEvent[] timeline, IReadOnlyCollection<RoomEvent> state)
    {
        if (!at.Request.Filter.LazyLoadMembers)
            return state;

        var needed = Needed(at, timeline);
        var kept = state.Where(roomEvent => !IsMember(roomEvent) || needed.Contains(roomEvent.StateKey!)).ToList();
        var there = kept.Concat(timeline).Where(IsMember).Select(roomEvent => roomEvent.StateKey!).ToHashSet(StringComparer.Ordinal);
        kept.AddRange(needed.Except(there, StringComparer.Ordinal)
            .Select(userId => at.Room.Current.Find(EventTypes.Member, userId))
            .OfType<RoomEvent>()
            .Where(member => member.Position <= at.UpTo));
        return kept;
    }

    private static HashSet<string> Needed(SyncRoom at, RoomEvent[] timeline)
    {
        var needed = timeline.Select(roomEvent => roomEvent.Sender).ToHashSet(StringComparer.Ordinal);
        if (at.IsNew)
            needed.UnionWith([at.Request.UserId, .. RoomSummary.Of(at.Room.Current, at.Request.UserId).Heroes]);

        return needed;
    }

    private static bool IsMember(RoomEvent roomEvent) => string.Equals(roomEvent.Type, EventTypes.Member, StringComparison.Ordinal) && roomEvent.IsState;
}
