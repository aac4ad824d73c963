namespace Bulwark.Mcp.Tools;

/// <summary>Result of <c>send_message</c>.</summary>
internal sealed record SentMessage(string RoomId, string EventId);
