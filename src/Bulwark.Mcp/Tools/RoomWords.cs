namespace Bulwark.Mcp.Tools;

/// <summary>What people wrote about a room.</summary>
internal sealed record RoomWords(string? Name, string? Topic);
