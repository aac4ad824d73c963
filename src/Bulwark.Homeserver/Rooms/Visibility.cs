using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>
/// The one place that decides whether a user may see an event. Sync, messages, event and everything else that shows events goes
/// through it.
/// </summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#server-behaviour-5"/>
internal static class Visibility
{
    /// <summary>Says whether a user may see a committed event.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="memberships">What the user has been to the event's room.</param>
    /// <param name="visibility">The room's history visibility over time.</param>
    /// <param name="roomEvent">The event.</param>
    public static bool CanSee(string userId, MembershipHistory memberships, VisibilityHistory visibility, RoomEvent roomEvent)
    {
        if (memberships.IsJoinedAt(roomEvent.Position) || IsOwnMembership(userId, roomEvent))
            return true;

        return visibility.Of(roomEvent) switch
        {
            HistoryVisibility.WorldReadable => true,
            HistoryVisibility.Shared => memberships.JoinsAfter(roomEvent.Position),
            HistoryVisibility.Invited => IsInvitedAt(memberships, roomEvent),
            HistoryVisibility.Joined => false,
        };
    }

    // Whoever is invited, removed or banned learns so, whatever else they may see.
    private static bool IsOwnMembership(string userId, RoomEvent roomEvent) =>
        string.Equals(roomEvent.Type, EventTypes.Member, StringComparison.Ordinal) && string.Equals(roomEvent.StateKey, userId, StringComparison.Ordinal);

    private static bool IsInvitedAt(MembershipHistory memberships, RoomEvent roomEvent) =>
        string.Equals(memberships.At(roomEvent.Position), Membership.Invite, StringComparison.Ordinal) && memberships.JoinsAfter(roomEvent.Position);
}
