namespace Bulwark.Waf.Acl.Options;

/// <summary>One of the keys whose combination is counted.</summary>
public sealed record RateKeyOptions
{
    /// <summary>Which part of the request the key is.</summary>
    public required RateKeyKind Kind { get; set; }

    /// <summary>The name of the header, cookie or argument, or the label namespace (<c>tenant:</c>).</summary>
    public string? Name { get; set; }

    /// <summary>Applied to the value before, in this order.</summary>
    public IReadOnlyList<string> Transformations { get; set; } = [];
}
