namespace Bulwark.Waf.Bodies;

/// <summary>What its limit says of a body.</summary>
internal enum BodyVerdict
{
    /// <summary>It is not above the limit so far.</summary>
    Within,

    /// <summary>It is above the limit and what fits is looked at.</summary>
    Truncated,

    /// <summary>It is above the limit and is to be refused.</summary>
    Rejected,
}
