using System.Text.Json;
using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>Who may change whose membership.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/rooms/v11/#authorization-rules"/>
internal static class MemberAuthorization
{
    /// <summary>Why a draft of <c>m.room.member</c> is not allowed; null when it is.</summary>
    public static string? Refuse(RoomState state, EventDraft draft)
    {
        if (draft.StateKey is not { Length: > 0 } target)
            return "A membership belongs to a user.";

        if (!draft.ParseContent().TryGetProperty("membership", out var membership) || membership.ValueKind != JsonValueKind.String)
            return "The membership is missing.";

        return membership.GetString() switch
        {
            Membership.Join => RefuseJoin(state, draft.Sender, target),
            Membership.Invite => RefuseInvite(state, draft.Sender, target),
            Membership.Leave => RefuseLeave(state, draft.Sender, target),
            Membership.Ban => RefuseBan(state, draft.Sender, target),
            _ => "There is no such membership here.",
        };
    }

    private static string? RefuseJoin(RoomState state, string sender, string target)
    {
        if (!string.Equals(sender, target, StringComparison.Ordinal))
            return "Nobody joins for somebody else.";

        // The creator joins right after the creation.
        if (state.Depth == 1 && string.Equals(state.Find(EventTypes.Create)?.Sender, sender, StringComparison.Ordinal))
            return null;

        return state.MembershipOf(target) switch
        {
            Membership.Ban => "You are banned from the room.",
            Membership.Join or Membership.Invite => null,
            _ when string.Equals(state.Text(EventTypes.JoinRules, "join_rule"), "public", StringComparison.Ordinal) => null,
            _ => "You are not invited to this room.",
        };
    }

    private static string? RefuseInvite(RoomState state, string sender, string target)
    {
        if (!state.IsJoined(sender))
            return "You are not in the room.";

        if (state.MembershipOf(target) is Membership.Join or Membership.Ban)
            return $"{target} is {(state.IsJoined(target) ? "in" : "banned from")} the room.";

        return RefuseBelow(state.PowerLevels.Of(sender), state.PowerLevels.Invite, "invite");
    }

    private static string? RefuseLeave(RoomState state, string sender, string target)
    {
        if (string.Equals(sender, target, StringComparison.Ordinal))
            return state.MembershipOf(target) is Membership.Join or Membership.Invite or Membership.Knock ? null : "You are not in the room.";

        if (!state.IsJoined(sender))
            return "You are not in the room.";

        var levels = state.PowerLevels;
        if (string.Equals(state.MembershipOf(target), Membership.Ban, StringComparison.Ordinal) && levels.Of(sender) < levels.Ban)
            return RefuseBelow(levels.Of(sender), levels.Ban, "lift a ban");

        return RefuseBelow(levels.Of(sender), levels.Kick, "remove somebody") ?? RefuseAboveTarget(levels, sender, target);
    }

    private static string? RefuseBan(RoomState state, string sender, string target)
    {
        if (!state.IsJoined(sender))
            return "You are not in the room.";

        var levels = state.PowerLevels;
        return RefuseBelow(levels.Of(sender), levels.Ban, "ban somebody") ?? RefuseAboveTarget(levels, sender, target);
    }

    private static string? RefuseBelow(long level, long needed, string what) =>
        level < needed ? $"Your power level is not high enough to {what}: {needed} is needed." : null;

    private static string? RefuseAboveTarget(PowerLevels levels, string sender, string target) =>
        levels.Of(target) >= levels.Of(sender) ? $"The power level of {target} is not below yours." : null;
}
