namespace Bulwark.Mcp.Tools;

/// <summary>A message of a room.</summary>
internal sealed record ReadMessage(string EventId, string Sender, DateTimeOffset SentAt, MessageWords Untrusted);
