using System.Collections.Concurrent;
using System.Collections.Immutable;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.Rooms;

/// <summary>
/// The one authority over a room. Changes take turns; each is decided on the state that includes the writes still queued, and the turn ends
/// when the write is queued, so a busy room never waits for the disk. Readers see what is committed.
/// </summary>
internal sealed class Room
{
    /// <summary>The version of every room.</summary>
    /// <seealso href="https://spec.matrix.org/v1.13/rooms/v11/"/>
    public const string Version = "11";

    private readonly Lock _turn = new();
    private readonly RoomPorts _ports;
    private readonly RecentTransactions _transactions = new();
    private readonly ConcurrentDictionary<string, long> _readPositions = new(StringComparer.Ordinal);

    private RoomState _latest;
    private Task _lastWrite = Task.CompletedTask;
    private bool _isRetired;
    private volatile RoomState _current;
    private volatile ImmutableDictionary<string, MembershipHistory> _memberships;
    private volatile VisibilityHistory _visibility;
    private volatile bool _isFaulted;

    public Room(string roomId, RoomSnapshot snapshot, RoomPorts ports)
    {
        RoomId = roomId;
        _ports = ports;
        _latest = _current = snapshot.State;
        _memberships = snapshot.Memberships;
        _visibility = snapshot.Visibility;
        Recent.Load(snapshot.Recent, snapshot.IsWhole);
        foreach (var (userId, position) in snapshot.ReadPositions)
            MarkRead(userId, position);
    }

    public string RoomId { get; }

    /// <summary>The committed state.</summary>
    public RoomState Current => _current;

    /// <summary>The newest committed events.</summary>
    public RecentTimeline Recent { get; } = new();

    /// <summary>A write failed: what memory says of the room is ahead of the disk, so it has to be read again.</summary>
    public bool IsFaulted => _isFaulted;

    /// <summary>True when the user is joined, as far as it is committed.</summary>
    public bool IsJoined(string userId) => _current.IsJoined(userId);

    /// <summary>What a user has been to the room.</summary>
    public MembershipHistory MembershipsOf(string userId) => _memberships.GetValueOrDefault(userId, MembershipHistory.None);

    /// <summary>True when a user may see a committed event of this room.</summary>
    public bool CanSee(string userId, RoomEvent roomEvent) => Visibility.CanSee(userId, MembershipsOf(userId), _visibility, roomEvent);

    /// <summary>Up to where a user has read: a position, 0 when nothing is known.</summary>
    public long ReadPosition(string userId) => _readPositions.GetValueOrDefault(userId);

    /// <summary>Moves a user's read position forward.</summary>
    public void MarkRead(string userId, long position) =>
        _readPositions.AddOrUpdate(userId, position, (_, before) => Math.Max(before, position));

    /// <summary>Takes a turn: decides on the newest state, authorises, and queues the write. It never waits.</summary>
    public RoomTurn Take(Func<RoomState, RoomChange> decide)
    {
        lock (_turn)
        {
            if (_isRetired || _isFaulted)
                return RoomTurn.Moved;

            var change = decide(_latest);
            if (change.Refusal is { } refusal)
                return RoomTurn.Refused(refusal);

            if (change.Drafts.Count == 0)
                return RoomTurn.Queued(_lastWrite, eventId: null);

            if (change.Drafts[^1].Transaction is { } transaction && _transactions.Find(transaction) is { } earlier)
                return earlier;

            return Append(change);
        }
    }

    /// <summary>Ends this room's authority when nothing is queued, so that it can leave memory.</summary>
    public bool TryRetire()
    {
        lock (_turn)
        {
            _isRetired = _isRetired || _isFaulted || _lastWrite.IsCompleted;
            return _isRetired;
        }
    }

    /// <summary>Ends this room's authority at once, because a write failed.</summary>
    public void Fault() => _isFaulted = true;

    /// <summary>Takes in a committed event. Only the event log's thread calls it.</summary>
    public void Publish(RoomEvent roomEvent)
    {
        if (roomEvent.Redacts is { } target)
            Redact(target, roomEvent);

        _current = _current.With(roomEvent);
        _visibility = _visibility.With(roomEvent);
        if (roomEvent.Membership() is { } membership)
        {
            var history = MembershipsOf(roomEvent.StateKey!).With(new MembershipChange(roomEvent.Position, membership));
            _memberships = _memberships.SetItem(roomEvent.StateKey!, history);
        }

        Recent.Add(roomEvent);
    }

    private RoomTurn Append(RoomChange change)
    {
        var state = _latest;
        var events = new List<RoomEvent>(change.Drafts.Count);
        foreach (var draft in change.Drafts)
        {
            if (EventAuthorization.Refuse(state, draft) is { } reason)
                return RoomTurn.Refused(MatrixError.Forbidden(reason));

            if (Seal(state, draft) is not { } roomEvent)
                return RoomTurn.Refused(MatrixError.TooLarge($"An event has at most {EventSeal.MaxEventBytes} bytes."));

            events.Add(roomEvent);
            state = state.With(roomEvent);
        }

        return Queue(new RoomWrite(this, events, change.Alias, _ports.RoomsOfUsers), state);
    }

    private RoomTurn Queue(RoomWrite write, RoomState state)
    {
        if (!_ports.Log.TryEnqueue(write))
            return RoomTurn.Refused(MatrixError.Busy());

        _latest = state;
        _lastWrite = write.Done;
        var turn = RoomTurn.Queued(write.Done, write.Events[^1].EventId);
        if (write.Events[^1].Transaction is { } transaction)
            _transactions.Add(transaction, turn);

        return turn;
    }

    private RoomEvent? Seal(RoomState state, EventDraft draft)
    {
        var replaced = draft.StateKey is { } key ? state.Find(draft.Type, key) : null;
        var now = _ports.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var place = new EventPlace(RoomId, state.Depth + 1, state.LastEventId, AuthEvents.Choose(state, draft), now);
        return EventSeal.Seal(draft, place, replaced is null ? null : new ReplacedState(replaced.EventId, replaced.Sender, replaced.Body));
    }

    // The same event can be in memory more than once, when the room was read from disk in between.
    private void Redact(string target, RoomEvent because)
    {
        foreach (var roomEvent in Recent.Backwards(long.MaxValue, after: 0).Events.Concat(_current.Events))
        {
            if (string.Equals(roomEvent.EventId, target, StringComparison.Ordinal))
                roomEvent.Body.Redact(because);

            if (string.Equals(roomEvent.Replaces?.EventId, target, StringComparison.Ordinal))
                roomEvent.Replaces!.Body.Redact(because);
        }
    }
}
