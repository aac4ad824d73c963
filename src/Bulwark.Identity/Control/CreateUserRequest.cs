namespace Bulwark.Identity.Control;

/// <summary>Body of <c>POST /users</c>.</summary>
public sealed record CreateUserRequest
{
    /// <summary>1 to 128 printable ASCII characters without spaces; compared without case.</summary>
    public required string Username { get; init; }

    /// <summary>Without one the user cannot sign in by password.</summary>
    public string? Password { get; init; }

    public string? Email { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>Never the password.</summary>
    public override string ToString() => Username;
}
