namespace Bulwark.Homeserver.Control;

/// <summary>A room as operators see it.</summary>
/// <param name="Alias">Its alias; null when it has none.</param>
/// <param name="RoomId">Its room ID.</param>
/// <param name="Name">Its name; null when it has none.</param>
/// <param name="Members">The user IDs of those who are joined, in order.</param>
public sealed record RoomInfo(string? Alias, string RoomId, string? Name, IReadOnlyList<string> Members);
