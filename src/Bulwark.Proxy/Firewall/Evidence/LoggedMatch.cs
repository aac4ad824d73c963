namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>A rule that matched, in a line of the log.</summary>
public sealed record LoggedMatch
{
    public string? Group { get; init; }

    /// <summary>Its name, or its number when it has none.</summary>
    public required string Rule { get; init; }

    public int? Id { get; init; }

    /// <summary>What was done because of it.</summary>
    public required string Action { get; init; }

    /// <summary>What the rule itself says.</summary>
    public required string Configured { get; init; }

    public required IReadOnlyList<LoggedVariable> Variables { get; init; }
}
