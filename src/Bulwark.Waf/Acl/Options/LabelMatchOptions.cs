namespace Bulwark.Waf.Acl.Options;

/// <summary>An earlier rule of this web ACL, or a rule of an earlier group, has added a label. Case counts.</summary>
public sealed record LabelMatchOptions
{
    /// <summary>Whether the key is a whole label or a namespace.</summary>
    public required LabelScope Scope { get; set; }

    /// <summary>A label (<c>bulwark:core:NoUserAgent_HEADER</c>), or the beginning of labels up to a colon (<c>bulwark:core:</c>).</summary>
    public required string Key { get; set; }
}
