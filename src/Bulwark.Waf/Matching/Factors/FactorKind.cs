namespace Bulwark.Waf.Matching.Factors;

/// <summary>What a factor says about the part that it was taken from.</summary>
internal enum FactorKind
{
    /// <summary>It matches the same.</summary>
    Exact,

    /// <summary>It matches the same and more.</summary>
    Wider,

    /// <summary>Whatever the part matches has a match of the factor inside.</summary>
    Inside,
}
