namespace Bulwark.Waf.GraphQl;

/// <summary>An operation or a fragment, with what stands in it itself.</summary>
internal record struct GraphQlDefinition
{
    public bool IsFragment { get; init; }

    public long Depth { get; set; }

    public long Fields { get; set; }

    public long RootFields { get; set; }

    public long Aliases { get; set; }

    /// <summary>Its spreads are those from here on.</summary>
    public int FirstSpread { get; init; }

    /// <summary>The first spread that is no longer its own.</summary>
    public int EndOfSpreads { get; set; }
}
