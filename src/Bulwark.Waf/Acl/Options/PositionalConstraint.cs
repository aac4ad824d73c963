namespace Bulwark.Waf.Acl.Options;

/// <summary>Where in a value a text stands.</summary>
public enum PositionalConstraint
{
    /// <summary>It is the whole value.</summary>
    Exactly,

    /// <summary>The value begins with it.</summary>
    StartsWith,

    /// <summary>The value ends with it.</summary>
    EndsWith,

    /// <summary>It stands somewhere in it.</summary>
    Contains,

    /// <summary>It stands somewhere in it with no letter, digit or underscore next to it.</summary>
    ContainsWord,
}
