namespace Bulwark.Homeserver.Rooms;

/// <summary>What a user can be to a room.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#room-membership"/>
internal static class Membership
{
    public const string Ban = "ban";
    public const string Invite = "invite";
    public const string Join = "join";
    public const string Knock = "knock";
    public const string Leave = "leave";
}
