namespace Bulwark.Mcp.Tools;

/// <summary>Result of <c>list_rooms</c>.</summary>
/// <param name="Rooms">The rooms that the user is in.</param>
/// <param name="More">There are more rooms than are shown.</param>
internal sealed record RoomList(IReadOnlyList<ListedRoom> Rooms, bool More);
