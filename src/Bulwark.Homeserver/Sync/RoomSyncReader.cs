using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Receipts;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Typing;

namespace Bulwark.Homeserver.Sync;

/// <summary>Reads what a <c>/sync</c> says of one room.</summary>
internal sealed class RoomSyncReader(RoomHistory history, ReceiptStore receipts, TypingUsers typing, TimeProvider time)
{
    /// <summary>A room that the user is in.</summary>
    public async ValueTask<RoomSync> ReadJoinedAsync(SyncRoom at, SyncChanges changes, CancellationToken cancellationToken)
    {
        var sync = await ReadTimelineAsync(at, cancellationToken);
        var isWhole = at.IsNew || at.Request.FullState;
        return sync with
        {
            Receipts = await ReadReceiptsAsync(at, changes, cancellationToken),
            Typing = ReadTyping(at, isChanged: changes.TypingRoomIds.Contains(at.Room.RoomId), isWhole),
            AccountData = [.. changes.AccountDataOf(at.Room.RoomId).Where(item => at.Request.Filter.RoomAccountData.Matches(item.Type, sender: null))],
            Summary = isWhole || sync.Timeline.Concat(sync.State).Any(roomEvent => IsMember(roomEvent) && roomEvent.Position > at.After) ? RoomSummary.Of(at.Room.Current, at.Request.UserId) : null,
            Unread = Unread.Count(at.Room, at.Request.UserId, at.UpTo),
        };
    }

    /// <summary>A room that the user is out of: its timeline and state up to the moment of leaving.</summary>
    public ValueTask<RoomSync> ReadLeftAsync(SyncRoom at, CancellationToken cancellationToken) => ReadTimelineAsync(at, cancellationToken);

    private async ValueTask<RoomSync> ReadTimelineAsync(SyncRoom at, CancellationToken cancellationToken)
    {
        var filter = at.Request.Filter;
        var page = await history.BackwardsAsync(
            at.Room, at.UpTo, at.After, filter.TimelineLimit,
            roomEvent => filter.Timeline.Matches(roomEvent) && at.Room.CanSee(at.Request.UserId, roomEvent),
            cancellationToken);
        RoomEvent[] timeline = [.. page.Events.Reverse()];
        return new RoomSync(at.Room.RoomId, Viewer(at))
        {
            Timeline = timeline,
            IsLimited = !page.IsAtEnd,
            PreviousBatch = new SyncToken(page.IsAtEnd ? at.After : page.Edge),
            State = await ReadStateAsync(at, timeline, isLimited: !page.IsAtEnd, cancellationToken),
        };
    }

    private async ValueTask<IReadOnlyCollection<RoomEvent>> ReadStateAsync(
        SyncRoom at, RoomEvent[] timeline, bool isLimited, CancellationToken cancellationToken)
    {
        // Whoever was never in the room has no business with its state.
        if (at.IsOutsider)
            return [];

        var filter = at.Request.Filter;
        var start = timeline.Length > 0 ? timeline[0].Position - 1 : at.UpTo;
        var isWhole = at.IsNew || at.Request.FullState;

        // State events that the filter or the room's history visibility kept out of the timeline would be lost to the client.
        var hasHoles = filter.Timeline.IsSelective || at.HasChangedMembership;
        var state = new Dictionary<StateKey, RoomEvent>();
        if (isWhole)
            Add(state, await history.StateAtAsync(at.Room, start, cancellationToken));
        else if (isLimited || hasHoles)
            Add(state, await history.StateChangesAsync(at.Room, at.After, start, cancellationToken));

        if (hasHoles)
            Add(state, (await history.StateChangesAsync(at.Room, start, at.UpTo, cancellationToken)).Where(roomEvent => !timeline.Any(roomEvent.Is)));

        return LazyMembers.Choose(at, timeline, [.. state.Values.Where(filter.State.Matches)]);
    }

    private async ValueTask<IReadOnlyCollection<Receipt>> ReadReceiptsAsync(SyncRoom at, SyncChanges changes, CancellationToken cancellationToken)
    {
        if (!at.Request.Filter.Ephemeral.Matches("m.receipt", sender: null))
            return [];

        var all = at.IsNew || changes.Receipts is null
            ? await receipts.ChangedAsync(at.Room.RoomId, at.After, at.UpTo, cancellationToken)
            : changes.Receipts.Where(receipt => string.Equals(receipt.RoomId, at.Room.RoomId, StringComparison.Ordinal));
        return [.. all.Where(receipt => receipt.IsVisibleTo(at.Request.UserId))];
    }

    private IReadOnlyList<string>? ReadTyping(SyncRoom at, bool isChanged, bool isWhole)
    {
        if (!at.Request.Filter.Ephemeral.Matches("m.typing", sender: null) || !(isChanged || isWhole))
            return null;

        IReadOnlyList<string> users = [.. typing.In(at.Room.RoomId).Where(at.Room.IsJoined)];
        return isChanged || users.Count > 0 ? users : null;
    }

    private EventViewer Viewer(SyncRoom at) =>
        new(at.Request.UserId, at.Request.Session.DeviceId, at.Room.MembershipsOf(at.Request.UserId), time.GetUtcNow().ToUnixTimeMilliseconds());

    private static void Add(Dictionary<StateKey, RoomEvent> state, IEnumerable<RoomEvent> events)
    {
        foreach (var roomEvent in events)
            state[new StateKey(roomEvent.Type, roomEvent.StateKey!)] = roomEvent;
    }

    private static bool IsMember(RoomEvent roomEvent) => string.Equals(roomEvent.Type, EventTypes.Member, StringComparison.Ordinal) && roomEvent.IsState;
}
