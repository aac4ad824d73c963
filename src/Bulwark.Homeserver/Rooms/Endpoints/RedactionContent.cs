namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary>Content of <c>m.room.redaction</c>.</summary>
internal sealed record RedactionContent(string Redacts, string? Reason);
