namespace Bulwark.Waf.Acl.Options;

/// <summary>A value of a field has some number of bytes.</summary>
public sealed record SizeConstraintOptions
{
    /// <summary>The part of the request that is looked at.</summary>
    public required FieldOptions Field { get; set; }

    /// <summary>How the size is compared with <c>size</c>.</summary>
    public required SizeComparison Comparison { get; set; }

    /// <summary>In bytes, after the transformations.</summary>
    public required long Size { get; set; }

    /// <summary>Applied to the field's values before, in this order.</summary>
    public IReadOnlyList<string> Transformations { get; set; } = [];
}
