namespace Bulwark.Homeserver.Control;

/// <summary>Answer to <c>GET /health</c> on the control socket.</summary>
/// <param name="Status"><c>ok</c></param>
/// <param name="Position">The last position of the event log.</param>
public sealed record HomeserverHealth(string Status, long Position);
