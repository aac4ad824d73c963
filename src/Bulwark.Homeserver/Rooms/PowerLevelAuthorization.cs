using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>Nobody gives more power than they have, or takes it from their equals.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/rooms/v11/#authorization-rules"/>
internal static class PowerLevelAuthorization
{
    /// <summary>Why a draft of <c>m.room.power_levels</c> is not allowed; null when it is.</summary>
    public static string? Refuse(RoomState state, EventDraft draft)
    {
        var content = draft.ParseContent();
        if (PowerLevels.FindProblem(content) is { } problem)
            return $"The power levels are malformed: {problem}.";

        if (state.Find(EventTypes.PowerLevels) is null)
            return null;

        var before = state.PowerLevels;
        var after = PowerLevels.Parse(content);
        var own = before.Of(draft.Sender);
        return Changes(before, after).Any(change => change.From > own || change.To > own) || TakesFromEquals(before, after, draft.Sender)
            ? $"Your power level {own} is not high enough for this change of power levels."
            : null;
    }

    // The level on either side of each change; a key that is there on one side only counts by its level there.
    private static IEnumerable<(long? From, long? To)> Changes(PowerLevels before, PowerLevels after)
    {
        (long? From, long? To)[] single =
        [
            (before.UsersDefault, after.UsersDefault), (before.EventsDefault, after.EventsDefault), (before.StateDefault, after.StateDefault),
            (before.Ban, after.Ban), (before.Kick, after.Kick), (before.Redact, after.Redact), (before.Invite, after.Invite),
        ];
        return single
            .Concat(Changes(before.Events, after.Events))
            .Concat(Changes(before.Notifications, after.Notifications))
            .Concat(Changes(before.Users, after.Users))
            .Where(change => change.From != change.To);
    }

    private static IEnumerable<(long? From, long? To)> Changes(IReadOnlyDictionary<string, long> before, IReadOnlyDictionary<string, long> after) =>
        before.Keys.Union(after.Keys, StringComparer.Ordinal).Select(key => (Level(before, key), Level(after, key)));

    private static long? Level(IReadOnlyDictionary<string, long> levels, string key) => levels.TryGetValue(key, out var level) ? level : null;

    private static bool TakesFromEquals(PowerLevels before, PowerLevels after, string sender) =>
        before.Users.Any(user =>
            !string.Equals(user.Key, sender, StringComparison.Ordinal) && user.Value >= before.Of(sender)
            && (!after.Users.TryGetValue(user.Key, out var level) || level != user.Value));
}
