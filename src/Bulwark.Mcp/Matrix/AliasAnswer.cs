namespace Bulwark.Mcp.Matrix;

/// <summary><c>GET /directory/room/{alias}</c>.</summary>
internal sealed record AliasAnswer(string RoomId);
