namespace Bulwark.Identity.Control;

/// <summary>A user as the operator sees one: the answer of every user route.</summary>
public sealed record UserView
{
    public required string Username { get; init; }

    /// <summary>The stable UUID that tokens carry as <c>sub</c>.</summary>
    public required string Sub { get; init; }

    public string? Email { get; init; }

    public required bool Enabled { get; init; }

    /// <summary>Whether the user can sign in by password.</summary>
    public required bool HasPassword { get; init; }

    public required IReadOnlyList<string> Groups { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
