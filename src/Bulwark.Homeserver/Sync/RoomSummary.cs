using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Sync;

/// <summary>What a client needs to name a room that has no name.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#get_matrixclientv3sync"/>
internal sealed record RoomSummary(IReadOnlyList<string> Heroes, int JoinedCount, int InvitedCount)
{
    private const int MaxHeroes = 5;

    /// <summary>Of the current state. Heroes are other users, those who joined first at the front; of those who left when nobody else is there.</summary>
    public static RoomSummary Of(RoomState state, string viewer)
    {
        var present = Choose(state, viewer, Membership.Join, Membership.Invite);
        return new RoomSummary(present.Count > 0 ? present : Choose(state, viewer, Membership.Leave, Membership.Ban), state.JoinedCount, state.InvitedCount);
    }

    private static List<string> Choose(RoomState state, string viewer, params string[] memberships) =>
    [
        .. state.Members.Values
            .Where(member => !string.Equals(member.StateKey, viewer, StringComparison.Ordinal)
                && memberships.Contains(state.MembershipOf(member.StateKey!), StringComparer.Ordinal))
            .OrderBy(member => member.Position)
            .ThenBy(member => member.StateKey, StringComparer.Ordinal)
            .Take(MaxHeroes)
            .Select(member => member.StateKey!),
    ];
}
