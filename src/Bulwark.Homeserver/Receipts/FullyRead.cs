namespace Bulwark.Homeserver.Receipts;

/// <summary>Content of <c>m.fully_read</c>.</summary>
internal sealed record FullyRead(string EventId);
