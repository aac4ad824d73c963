using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>The authorisation rules of room version 11, as far as a room without other servers needs them.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/rooms/v11/#authorization-rules"/>
internal static class EventAuthorization
{
    /// <summary>Why a draft is not allowed after <paramref name="state"/>; null when it is.</summary>
    public static string? Refuse(RoomState state, EventDraft draft)
    {
        if (string.Equals(draft.Type, EventTypes.Create, StringComparison.Ordinal))
            return state.Depth == 0 && draft.StateKey is { Length: 0 } ? null : "The room has been created already.";

        if (state.Find(EventTypes.Create) is null)
            return "The room has not been created.";

        if (string.Equals(draft.Type, EventTypes.Member, StringComparison.Ordinal))
            return MemberAuthorization.Refuse(state, draft);

        return RefuseOther(state, draft);
    }

    private static string? RefuseOther(RoomState state, EventDraft draft)
    {
        if (!state.IsJoined(draft.Sender))
            return "You are not in the room.";

        var levels = state.PowerLevels;
        var needed = levels.ToSend(draft.Type, draft.StateKey is not null);
        if (levels.Of(draft.Sender) < needed)
            return $"Your power level is not high enough to send {draft.Type}: {needed} is needed.";

        if (draft.StateKey is ['@', ..] && !string.Equals(draft.StateKey, draft.Sender, StringComparison.Ordinal))
            return "A state key that is a user ID belongs to that user.";

        if (string.Equals(draft.Type, EventTypes.PowerLevels, StringComparison.Ordinal))
            return PowerLevelAuthorization.Refuse(state, draft);

        return draft.Redacts is { } target ? RefuseRedaction(levels, draft, target) : null;
    }

    private static string? RefuseRedaction(PowerLevels levels, EventDraft draft, RoomEvent target) =>
        string.Equals(target.Sender, draft.Sender, StringComparison.Ordinal) || levels.Of(draft.Sender) >= levels.Redact
            ? null
            : $"Your power level is not high enough to redact what others sent: {levels.Redact} is needed.";
}
