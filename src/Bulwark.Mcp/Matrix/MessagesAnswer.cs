namespace Bulwark.Mcp.Matrix;

/// <summary><c>GET /rooms/{roomId}/messages</c>.</summary>
/// <param name="Chunk">Events, the newest first.</param>
/// <param name="End">Where the older ones go on; null at the beginning of the room.</param>
internal sealed record MessagesAnswer(IReadOnlyList<MessageEvent> Chunk, string? End = null);
