namespace Bulwark.Identity.UserPool;

/// <summary>One attribute of a user.</summary>
internal sealed record UserAttribute(string Name, string Value);
