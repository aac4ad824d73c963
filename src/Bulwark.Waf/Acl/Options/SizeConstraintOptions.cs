namespace Bulwark.Waf.Acl.Options;

/// <summary>A value of a field has some number of bytes.</summary>
public sealed record SizeConstraintOptions
{
    public required FieldOptions Field { get; init; }

    public required SizeComparison Comparison { get; init; }

    /// <summary>In bytes, after the transformations.</summary>
    public required long Size { get; init; }

    /// <summary>Applied to the field's values before, in this order.</summary>
    public IReadOnlyList<string> Transformations { get; init; } = [];
}
