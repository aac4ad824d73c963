namespace Bulwark.Waf.Acl.Options;

/// <summary>One of some regular expressions matches somewhere in a field.</summary>
public sealed record RegexMatchOptions
{
    public required FieldOptions Field { get; init; }

    /// <summary>In the language of <c>@rx</c>.</summary>
    public required IReadOnlyList<string> Patterns { get; init; }

    /// <summary>Applied to the field's values before, in this order.</summary>
    public IReadOnlyList<string> Transformations { get; init; } = [];
}
