namespace Bulwark.Proxy.Headers;

/// <summary>How far the headers of a request are believed.</summary>
public enum HeaderTrust
{
    /// <summary>The listener faces clients: their headers about themselves are replaced; a well-formed request ID is kept.</summary>
    Client,

    /// <summary>The peer had no business to come here directly: everything is replaced, the request ID too.</summary>
    Stranger,

    /// <summary>The peer is a proxy of ours, known by its certificate on this very connection.</summary>
    Proxy,
}
