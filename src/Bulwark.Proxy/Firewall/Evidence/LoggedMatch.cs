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

    /// <summary>What the rule looks for, in words of its rule set; null when it says nothing.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>How bad it is, as the rule says; null when it does not.</summary>
    public string? Severity { get; init; }

    /// <summary>What the Core Rule Set had added up to with this rule; null where it adds up nothing.</summary>
    public int? Score { get; init; }

    public required IReadOnlyList<LoggedVariable> Variables { get; init; }
}
