namespace Bulwark.Mcp.Tools;

/// <summary>Result of <c>read_messages</c>.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="Messages">The oldest first.</param>
/// <param name="NextFrom">Give this as <c>from</c> for the messages before these; null at the beginning of the room.</param>
internal sealed record MessagePage(string RoomId, IReadOnlyList<ReadMessage> Messages, string? NextFrom);
