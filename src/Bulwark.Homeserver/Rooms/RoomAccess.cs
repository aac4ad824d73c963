namespace Bulwark.Homeserver.Rooms;

/// <summary>How far a user may look into a room's state and history.</summary>
internal static class RoomAccess
{
    /// <summary>
    /// The last position that the user may know about: everything for whoever is in the room, the moment of leaving for whoever was.
    /// Null for everybody else; to them the room does not differ from one that is not there.
    /// </summary>
    public static long? VisibleUpTo(Room room, string userId)
    {
        var memberships = room.MembershipsOf(userId);
        if (memberships.IsJoinedAt(long.MaxValue))
            return long.MaxValue;

        return memberships.LastDeparture();
    }
}
