namespace Bulwark.Homeserver.Rooms;

/// <summary>Who may see what was said before they joined. From the most closed to the most open.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#room-history-visibility"/>
internal enum HistoryVisibility
{
    Joined,
    Invited,
    Shared,
    WorldReadable,
}
