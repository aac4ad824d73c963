namespace Bulwark.Admin.Api;

/// <summary>A room.</summary>
/// <param name="RoomId">Its ID.</param>
/// <param name="Alias">Its main alias, if any.</param>
/// <param name="Name">Its name, if any.</param>
/// <param name="Members">The user IDs of its members.</param>
public sealed record RoomEntry(string RoomId, string? Alias, string? Name, IReadOnlyList<string> Members);
