namespace Bulwark.Waf.Injection.Sql;

/// <summary>What a sequence of letters is among the fingerprints of injections. What is greater includes what is less.</summary>
internal enum FingerprintUse : byte
{
    /// <summary>Only longer ones are fingerprints.</summary>
    Beginning = 0,

    /// <summary>A fingerprint if nothing follows.</summary>
    Whole = 1,

    /// <summary>A fingerprint whatever follows.</summary>
    Open = 2,
}
