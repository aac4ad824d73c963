namespace Bulwark.Admin.Api;

/// <summary>Answer of the homeserver to <c>GET /rooms</c>, as far as it is shown.</summary>
public sealed record RoomList(IReadOnlyList<RoomEntry> Rooms);
