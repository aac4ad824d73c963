namespace Bulwark.Waf.Acl.Options;

/// <summary>A text stands in a field. Case counts; a transformation (<c>lowercase</c>) makes that it does not.</summary>
public sealed record ByteMatchOptions
{
    /// <summary>The part of the request that is looked at.</summary>
    public required FieldOptions Field { get; set; }

    /// <summary>The text.</summary>
    public required string SearchString { get; set; }

    /// <summary>Where in a value it must stand.</summary>
    public required PositionalConstraint Position { get; set; }

    /// <summary>Applied to the field's values before, in this order: names of SecLang's transformations, <c>urlDecodeUni</c>.</summary>
    public IReadOnlyList<string> Transformations { get; set; } = [];
}
