namespace Bulwark.Admin.Api;

/// <summary>Answer of <c>GET /api/status</c>.</summary>
/// <param name="Tiers">Every tier.</param>
/// <param name="Users">The users; null when the identity tier does not tell.</param>
/// <param name="Rooms">The rooms; null when the homeserver does not tell.</param>
public sealed record InstanceStatus(IReadOnlyList<TierStatus> Tiers, IReadOnlyList<UserEntry>? Users, IReadOnlyList<RoomEntry>? Rooms);
