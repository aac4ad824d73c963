using System.Collections.Immutable;

namespace Bulwark.Homeserver.Rooms;

/// <summary>What one user has been to one room over time, as far as it is committed.</summary>
internal sealed class MembershipHistory(ImmutableArray<MembershipChange> changes)
{
    /// <summary>Never had anything to do with the room.</summary>
    public static MembershipHistory None { get; } = new([]);

    /// <summary>The last change; null when there is none.</summary>
    public MembershipChange? Last => changes.IsEmpty ? null : changes[^1];

    /// <summary>The membership after the event at a position; <c>leave</c> before the first change.</summary>
    public string At(long position) => LastUpTo(position)?.Membership ?? Membership.Leave;

    /// <summary>The last change at or before a position; null when there is none.</summary>
    public MembershipChange? LastUpTo(long position)
    {
        for (var i = changes.Length - 1; i >= 0; i--)
        {
            if (changes[i].Position <= position)
                return changes[i];
        }

        return null;
    }

    /// <summary>True when the user was joined right after the event at a position.</summary>
    public bool IsJoinedAt(long position) => string.Equals(At(position), Membership.Join, StringComparison.Ordinal);

    /// <summary>True when the user joined at some time after a position.</summary>
    public bool JoinsAfter(long position) => Join(after: position) is not null;

    /// <summary>The first join after a position.</summary>
    public long? Join(long after)
    {
        foreach (var change in changes)
        {
            if (change.Position > after && string.Equals(change.Membership, Membership.Join, StringComparison.Ordinal))
                return change.Position;
        }

        return null;
    }

    /// <summary>When the last stay in the room ended; null when there was none or it goes on.</summary>
    public long? LastDeparture()
    {
        for (var i = changes.Length - 2; i >= 0; i--)
        {
            if (string.Equals(changes[i].Membership, Membership.Join, StringComparison.Ordinal))
                return changes[i + 1].Position;
        }

        return null;
    }

    /// <summary>With one more change; the same when it changes nothing.</summary>
    public MembershipHistory With(MembershipChange change) =>
        string.Equals(Last?.Membership, change.Membership, StringComparison.Ordinal) ? this : new MembershipHistory(changes.Add(change));
}
