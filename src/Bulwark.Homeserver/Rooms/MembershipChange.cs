namespace Bulwark.Homeserver.Rooms;

/// <summary>From a position on, a user has this membership.</summary>
internal readonly record struct MembershipChange(long Position, string Membership);
