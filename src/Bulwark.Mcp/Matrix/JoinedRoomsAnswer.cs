namespace Bulwark.Mcp.Matrix;

/// <summary><c>GET /joined_rooms</c>.</summary>
internal sealed record JoinedRoomsAnswer(IReadOnlyList<string> JoinedRooms);
