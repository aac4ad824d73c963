namespace Bulwark.Identity.Control;

/// <summary>Answer of <c>GET /users</c>, by name.</summary>
public sealed record UserListView(IReadOnlyList<UserView> Users);
