namespace Bulwark.Waf.Acl.Options;

/// <summary>One of the keys whose combination is counted.</summary>
public sealed record RateKeyOptions
{
    public required RateKeyKind Kind { get; init; }

    /// <summary>The name of the header, cookie or argument, or the label namespace (<c>tenant:</c>).</summary>
    public string? Name { get; init; }

    /// <summary>Applied to the value before, in this order.</summary>
    public IReadOnlyList<string> Transformations { get; init; } = [];
}
