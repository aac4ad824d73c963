using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>A stretch of a room's history.</summary>
/// <param name="Events">The wanted events, in the order of reading.</param>
/// <param name="Edge">The position where reading goes on.</param>
/// <param name="IsAtEnd">True when there is nothing more that way.</param>
internal sealed record HistoryPage(IReadOnlyList<RoomEvent> Events, long Edge, bool IsAtEnd);
