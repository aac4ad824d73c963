namespace Bulwark.Waf.Acl.Options;

/// <summary>An earlier rule of this web ACL, or a rule of an earlier group, has added a label. Case counts.</summary>
public sealed record LabelMatchOptions
{
    public required LabelScope Scope { get; init; }

    /// <summary>A label (<c>bulwark:core:NoUserAgent_HEADER</c>), or the beginning of labels up to a colon (<c>bulwark:core:</c>).</summary>
    public required string Key { get; init; }
}
