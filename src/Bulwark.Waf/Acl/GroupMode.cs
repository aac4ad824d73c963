namespace Bulwark.Waf.Acl;

/// <summary>How far a group of rules may go; changed while requests run, without reading rules again.</summary>
public enum GroupMode
{
    /// <summary>Its rules are not asked.</summary>
    Off,

    /// <summary>Its rules are asked and every match is recorded, but nothing is refused.</summary>
    Count,

    /// <summary>Its rules do what they say.</summary>
    Block,
}
