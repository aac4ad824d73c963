using System.Collections.Immutable;
using System.Text.Json;
using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>The state of a room after some event. It never changes; the next event makes the next one.</summary>
internal sealed record RoomState
{
    /// <summary>How many <see cref="Earliest"/> gives.</summary>
    public const int EarliestCount = 6;

    /// <summary>Before the first event.</summary>
    public static RoomState Empty { get; } = new();

    private ImmutableDictionary<StateKey, RoomEvent> Others { get; init; } = ImmutableDictionary<StateKey, RoomEvent>.Empty;

    /// <summary>The <c>m.room.member</c> events by user ID.</summary>
    public ImmutableDictionary<string, RoomEvent> Members { get; private init; } = ImmutableDictionary.Create<string, RoomEvent>(StringComparer.Ordinal);

    /// <summary>What each user is to the room, for those who are or were something.</summary>
    private ImmutableDictionary<string, string> Memberships { get; init; } = ImmutableDictionary.Create<string, string>(StringComparer.Ordinal);

    // Every first sync asks for them, and going through all members takes its time. Whatever changes a membership empties it.
    private IReadOnlyList<string>? EarliestKept { get; set; }

    /// <summary>Who may do what.</summary>
    public PowerLevels PowerLevels { get; private init; } = PowerLevels.BeforeAnyEvent(creator: null);

    public int JoinedCount { get; private init; }

    public int InvitedCount { get; private init; }

    /// <summary>The event that the next one follows; null before the first.</summary>
    public string? LastEventId { get; init; }

    /// <summary>How many events there are.</summary>
    public long Depth { get; init; }

    /// <summary>Position of the newest state event.</summary>
    public long StatePosition { get; private init; }

    /// <summary>Every state event.</summary>
    public IEnumerable<RoomEvent> Events => Others.Values.Concat(Members.Values);

    /// <summary>The state event of a key; null when there is none.</summary>
    public RoomEvent? Find(string type, string key = "") =>
        string.Equals(type, EventTypes.Member, StringComparison.Ordinal) ? Members.GetValueOrDefault(key) : Others.GetValueOrDefault(new StateKey(type, key));

    /// <summary>What a user is to the room: <c>leave</c> when nothing is known.</summary>
    public string MembershipOf(string userId) => Memberships.GetValueOrDefault(userId, Membership.Leave);

    public bool IsJoined(string userId) => string.Equals(MembershipOf(userId), Membership.Join, StringComparison.Ordinal);

    /// <summary>The users who have a membership.</summary>
    public IEnumerable<string> UsersWith(string membership) =>
        Memberships.Where(member => string.Equals(member.Value, membership, StringComparison.Ordinal)).Select(member => member.Key);

    /// <summary>The joined and invited, those who came first at the front: <see cref="EarliestCount"/> of them at most.</summary>
    public IReadOnlyList<string> Earliest() => EarliestKept ??=
    [
        .. Members.Values
            .Where(member => MembershipOf(member.StateKey!) is Membership.Join or Membership.Invite)
            .OrderBy(member => member.Position)
            .ThenBy(member => member.StateKey, StringComparer.Ordinal)
            .Take(EarliestCount)
            .Select(member => member.StateKey!),
    ];

    /// <summary>A text of the content of a state event with an empty key: <c>Text("m.room.name", "name")</c>.</summary>
    public string? Text(string type, string property) =>
        Find(type) is { } state && state.Content.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The state after one more event.</summary>
    public RoomState With(RoomEvent roomEvent)
    {
        var next = this with { LastEventId = roomEvent.EventId, Depth = Depth + 1 };
        return roomEvent.IsState ? next.WithState(roomEvent) : next;
    }

    /// <summary>With a state event, which is not counted as the next one: for reading a room from disk.</summary>
    public RoomState WithState(RoomEvent roomEvent)
    {
        var next = this with { StatePosition = Math.Max(StatePosition, roomEvent.Position) };
        return roomEvent.Type switch
        {
            EventTypes.Member => next.WithMember(roomEvent),
            EventTypes.PowerLevels when roomEvent.StateKey is { Length: 0 } =>
                next.WithOther(roomEvent) with { PowerLevels = PowerLevels.Parse(roomEvent.Content) },
            EventTypes.Create when Find(EventTypes.PowerLevels) is null =>
                next.WithOther(roomEvent) with { PowerLevels = PowerLevels.BeforeAnyEvent(roomEvent.Sender) },
            _ => next.WithOther(roomEvent),
        };
    }

    private RoomState WithOther(RoomEvent roomEvent) =>
        this with { Others = Others.SetItem(new StateKey(roomEvent.Type, roomEvent.StateKey!), roomEvent) };

    private RoomState WithMember(RoomEvent roomEvent)
    {
        var userId = roomEvent.StateKey!;
        var before = MembershipOf(userId);
        var after = roomEvent.Membership() ?? Membership.Leave;
        return this with
        {
            Members = Members.SetItem(userId, roomEvent),
            Memberships = Memberships.SetItem(userId, after),
            EarliestKept = null,
            JoinedCount = JoinedCount + Count(after, Membership.Join) - Count(before, Membership.Join),
            InvitedCount = InvitedCount + Count(after, Membership.Invite) - Count(before, Membership.Invite),
        };
    }

    private static int Count(string membership, string counted) => string.Equals(membership, counted, StringComparison.Ordinal) ? 1 : 0;
}
