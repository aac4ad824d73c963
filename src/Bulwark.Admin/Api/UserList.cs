namespace Bulwark.Admin.Api;

/// <summary>Answer of the identity tier to <c>GET /users</c>, as far as it is shown.</summary>
public sealed record UserList(IReadOnlyList<UserEntry> Users);
