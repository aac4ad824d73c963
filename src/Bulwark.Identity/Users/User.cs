namespace Bulwark.Identity.Users;

/// <summary>A user of the pool. The password's hash is not part of it, so that it never gets near a log or a wire.</summary>
internal sealed record User
{
    /// <summary>Number within the database.</summary>
    public required long Id { get; init; }

    /// <summary>The claim <c>sub</c>: a UUID that stays the user's for ever.</summary>
    public required string Subject { get; init; }

    /// <summary>The name as it was given.</summary>
    public required string Username { get; init; }

    public string? Email { get; init; }

    public bool IsEnabled { get; init; }

    public bool HasPassword { get; init; }

    /// <summary>Sorted by name.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    public DateTimeOffset CreatedAt { get; init; }
}
