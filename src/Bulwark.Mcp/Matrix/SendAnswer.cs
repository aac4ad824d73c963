namespace Bulwark.Mcp.Matrix;

/// <summary><c>PUT /rooms/{roomId}/send/...</c>.</summary>
internal sealed record SendAnswer(string EventId);
