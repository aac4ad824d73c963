namespace Bulwark.Homeserver.Control;

/// <summary>Answer to <c>GET /rooms</c> on the control socket.</summary>
public sealed record RoomList(IReadOnlyList<RoomInfo> Rooms);
