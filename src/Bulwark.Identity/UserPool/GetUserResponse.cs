namespace Bulwark.Identity.UserPool;

/// <summary>What <c>GetUser</c> answers.</summary>
internal sealed record GetUserResponse(string Username, IReadOnlyList<UserAttribute> UserAttributes);
