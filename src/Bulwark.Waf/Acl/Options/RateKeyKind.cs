namespace Bulwark.Waf.Acl.Options;

/// <summary>What of a request tells counts apart.</summary>
public enum RateKeyKind
{
    Header,
    Cookie,
    QueryArgument,
    QueryString,
    UriPath,
    Method,

    /// <summary>All labels that begin with the name.</summary>
    LabelNamespace,

    /// <summary>The client's address. Only together with another key.</summary>
    Ip,

    /// <summary>The address that a header names. Only together with another key.</summary>
    ForwardedIp,
}
