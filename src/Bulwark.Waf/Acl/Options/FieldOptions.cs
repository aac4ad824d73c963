namespace Bulwark.Waf.Acl.Options;

/// <summary>The part of a request that a statement looks at.</summary>
public sealed record FieldOptions
{
    public required FieldKind Kind { get; init; }

    /// <summary>Of one header or one query argument: its name, compared without case.</summary>
    public string? Name { get; init; }

    /// <summary>Of headers, cookies and JSON: whether names, values or both are looked at.</summary>
    public FieldScope Scope { get; init; } = FieldScope.All;

    /// <summary>Only these: names of headers (without case) or cookies, or paths of a JSON body (<c>content.body</c>, <c>events[].type</c>) with all
    /// that lies below them. All when it is empty.</summary>
    public IReadOnlyList<string> Included { get; init; } = [];

    /// <summary>All but these.</summary>
    public IReadOnlyList<string> Excluded { get; init; } = [];

    /// <summary>Of JSON: what a body that is not JSON means.</summary>
    public InvalidJsonBehavior InvalidJson { get; init; } = InvalidJsonBehavior.EvaluateWhatWasRead;

    /// <summary>Of bodies: what one that is longer than what is inspected means.</summary>
    public OversizeHandling Oversize { get; init; } = OversizeHandling.Continue;
}
