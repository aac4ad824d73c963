namespace Bulwark.Mcp.Tools;

/// <summary>A room that the user is in.</summary>
internal sealed record ListedRoom(string RoomId, string? Alias, RoomWords Untrusted);
