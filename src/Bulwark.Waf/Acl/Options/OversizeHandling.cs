namespace Bulwark.Waf.Acl.Options;

/// <summary>What a body that is longer than what is inspected means to a statement.</summary>
public enum OversizeHandling
{
    /// <summary>What was kept of it is looked at.</summary>
    Continue,

    Match,
    NoMatch,
}
