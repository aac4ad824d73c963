namespace Bulwark.Waf.Acl.Options;

/// <summary>What it means that something cannot be looked at.</summary>
public enum FallbackBehavior
{
    NoMatch,
    Match,
}
