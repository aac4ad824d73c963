namespace Bulwark.Identity.Control;

/// <summary>Body of <c>PUT /users/{username}/groups</c>: these groups and no others.</summary>
public sealed record SetGroupsRequest(IReadOnlyList<string> Groups);
