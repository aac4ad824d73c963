namespace Bulwark.Waf.Acl.Options;

/// <summary>A field holds what somebody wants to inject: the operators <c>@detectSQLi</c> and <c>@detectXSS</c>.</summary>
public sealed record InjectionMatchOptions
{
    public required FieldOptions Field { get; init; }

    /// <summary>Applied to the field's values before, in this order.</summary>
    public IReadOnlyList<string> Transformations { get; init; } = ["urlDecodeUni", "htmlEntityDecode"];
}
