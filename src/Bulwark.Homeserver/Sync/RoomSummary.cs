using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Sync;

/// <summary>What a client needs to name a room that has no name.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#get_matrixclientv3sync"/>
internal sealed record RoomSummary(IReadOnlyList<string> Heroes, int JoinedCount, int InvitedCount)
{
    // One less than the state gives, of whom the viewer may be one.
    private const int MaxHeroes = RoomState.EarliestCount - 1;

    /// <summary>Of the current state. Heroes are other users, those who joined first at the front; of those who left when nobody else is there.</summary>
    public static RoomSummary Of(RoomState state, string viewer)
    {
        var present = Choose(state.Earliest(), viewer);
        return new RoomSummary(present.Count > 0 ? present : Choose(Gone(state), viewer), state.JoinedCount, state.InvitedCount);
    }

    private static List<string> Choose(IEnumerable<string> userIds, string viewer) =>
        [.. userIds.Where(userId => !string.Equals(userId, viewer, StringComparison.Ordinal)).Take(MaxHeroes)];

    private static IEnumerable<string> Gone(RoomState state) => state.Members.Values
        .Where(member => state.MembershipOf(member.StateKey!) is Membership.Leave or Membership.Ban)
        .OrderBy(member => member.Position)
        .ThenBy(member => member.StateKey, StringComparer.Ordinal)
        .Select(member => member.StateKey!);
}
