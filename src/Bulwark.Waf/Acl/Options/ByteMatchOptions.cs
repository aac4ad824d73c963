namespace Bulwark.Waf.Acl.Options;

/// <summary>A text stands in a field. Case counts; a transformation (<c>lowercase</c>) makes that it does not.</summary>
public sealed record ByteMatchOptions
{
    public required FieldOptions Field { get; init; }

    public required string SearchString { get; init; }

    public required PositionalConstraint Position { get; init; }

    /// <summary>Applied to the field's values before, in this order: names of SecLang's transformations, <c>urlDecodeUni</c>.</summary>
    public IReadOnlyList<string> Transformations { get; init; } = [];
}
