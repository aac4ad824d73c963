namespace Bulwark.Waf.Acl.Options;

/// <summary>The part of a request that a statement looks at.</summary>
public sealed record FieldOptions
{
    /// <summary>Which part of the request it is.</summary>
    public required FieldKind Kind { get; set; }

    /// <summary>Of one header or one query argument: its name, compared without case.</summary>
    public string? Name { get; set; }

    /// <summary>Of headers, cookies and JSON: whether names, values or both are looked at. Default: both (<c>all</c>).</summary>
    public FieldScope Scope { get; set; } = FieldScope.All;

    /// <summary>Only these: names of headers (without case) or cookies, or paths of a JSON body (<c>content.body</c>, <c>events[].type</c>) with all
    /// that lies below them. All when it is empty.</summary>
    public IReadOnlyList<string> Included { get; set; } = [];

    /// <summary>All but these.</summary>
    public IReadOnlyList<string> Excluded { get; set; } = [];

    /// <summary>Of JSON: what a body that is not JSON means. Default: what stands before the error is looked at.</summary>
    public InvalidJsonBehavior InvalidJson { get; set; } = InvalidJsonBehavior.EvaluateWhatWasRead;

    /// <summary>Of bodies: what one that is longer than what is inspected means. Default: what was kept of it is looked at.</summary>
    public OversizeHandling Oversize { get; set; } = OversizeHandling.Continue;
}
