namespace Bulwark.Waf.Acl.Rates;

/// <summary>What looking for a key in a request has given.</summary>
internal enum RateKeyReading
{
    Found,

    /// <summary>The request has no such key: it is neither counted nor limited.</summary>
    Missing,

    /// <summary>The key is malformed, and the rule says that this matches.</summary>
    Match,
}
