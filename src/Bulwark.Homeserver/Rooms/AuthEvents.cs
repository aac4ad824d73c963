using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>The state events that an event names as its authorisation.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/server-server-api/#auth-events-selection"/>
internal static class AuthEvents
{
    /// <summary>Their event IDs.</summary>
    public static IReadOnlyList<string> Choose(RoomState state, EventDraft draft)
    {
        if (state.Depth == 0)
            return [];

        var isMember = string.Equals(draft.Type, EventTypes.Member, StringComparison.Ordinal);
        RoomEvent?[] chosen =
        [
            state.Find(EventTypes.Create),
            state.Find(EventTypes.PowerLevels),
            state.Find(EventTypes.Member, draft.Sender),
            isMember ? state.Find(EventTypes.Member, draft.StateKey ?? "") : null,
            isMember ? state.Find(EventTypes.JoinRules) : null,
        ];
        return [.. chosen.OfType<RoomEvent>().Select(roomEvent => roomEvent.EventId).Distinct(StringComparer.Ordinal)];
    }
}
