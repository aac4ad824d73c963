namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>What came over a connection to a target is not HTTP/2, so that all of the connection has to end (RFC 9113 section 5.4.1).</summary>
/// <param name="error">What the target is told.</param>
/// <param name="message">What is wrong, for the log; nothing that the target said.</param>
internal sealed class Http2Exception(Http2Error error, string message) : IOException(message)
{
    /// <summary>What the target is told.</summary>
    public Http2Error Error => error;
}
