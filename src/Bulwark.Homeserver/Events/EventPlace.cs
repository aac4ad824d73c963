namespace Bulwark.Homeserver.Events;

/// <summary>Where in its room's history an event goes.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Depth">One more than the event before; 1 for the first.</param>
/// <param name="PreviousEventId">The event before; null for the first.</param>
/// <param name="AuthEventIds">The state events that allow it.</param>
/// <param name="OriginServerTs">Unix time in milliseconds.</param>
internal sealed record EventPlace(string RoomId, long Depth, string? PreviousEventId, IReadOnlyList<string> AuthEventIds, long OriginServerTs);
