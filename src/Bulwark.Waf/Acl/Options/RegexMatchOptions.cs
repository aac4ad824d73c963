namespace Bulwark.Waf.Acl.Options;

/// <summary>One of some regular expressions matches somewhere in a field.</summary>
public sealed record RegexMatchOptions
{
    /// <summary>The part of the request that is looked at.</summary>
    public required FieldOptions Field { get; set; }

    /// <summary>In the language of <c>@rx</c>.</summary>
    public required IReadOnlyList<string> Patterns { get; set; }

    /// <summary>Applied to the field's values before, in this order.</summary>
    public IReadOnlyList<string> Transformations { get; set; } = [];
}
