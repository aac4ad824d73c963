namespace Bulwark.Waf.Acl.Options;

/// <summary>A field holds what somebody wants to inject: the operators <c>@detectSQLi</c> and <c>@detectXSS</c>.</summary>
public sealed record InjectionMatchOptions
{
    /// <summary>The part of the request that is looked at.</summary>
    public required FieldOptions Field { get; set; }

    /// <summary>Applied to the field's values before, in this order. Default: <c>urlDecodeUni</c>, <c>htmlEntityDecode</c>.</summary>
    public IReadOnlyList<string> Transformations { get; set; } = ["urlDecodeUni", "htmlEntityDecode"];
}
