namespace Bulwark.Proxy.Forwarding;

/// <summary>Why a request did not come through to its target, or the answer not back.</summary>
public enum ForwardFault
{
    /// <summary>It did.</summary>
    None,

    /// <summary>There was no connection, and nothing was sent: another target may be asked.</summary>
    NotConnected,

    /// <summary>
    /// The connection ended before the answer began. The target may have acted on the request, so only one that reads may be sent again (RFC 9110 section 9.2.2).
    /// </summary>
    NotAnswered,

    /// <summary>The target broke off, gave an answer that cannot be read, or took too long. It may have acted on the request.</summary>
    Target,

    /// <summary>The client left, or sent what it should not.</summary>
    Client,
}
