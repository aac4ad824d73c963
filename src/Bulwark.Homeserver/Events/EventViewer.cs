using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Events;

/// <summary>Who looks at the events of a room, and when: all that an event's <c>unsigned</c> depends on.</summary>
/// <param name="UserId">The user.</param>
/// <param name="DeviceId">The device, for its own local echo.</param>
/// <param name="Memberships">What the user has been to the room; null where it does not matter.</param>
/// <param name="Now">Unix time in milliseconds.</param>
internal sealed record EventViewer(string UserId, string DeviceId, MembershipHistory? Memberships, long Now)
{
    /// <summary>The user's membership when the event happened, the event itself included (MSC4115).</summary>
    public string? MembershipAt(RoomEvent roomEvent) => Memberships?.At(roomEvent.Position);

    /// <summary>True when this device sent the event with a transaction ID.</summary>
    public bool Sent(RoomEvent roomEvent) =>
        roomEvent.Transaction is { } transaction
        && string.Equals(transaction.UserId, UserId, StringComparison.Ordinal)
        && string.Equals(transaction.DeviceId, DeviceId, StringComparison.Ordinal);
}
