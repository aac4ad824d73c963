namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>The target ended a stream before its answer was whole.</summary>
/// <param name="message">Why, for the log.</param>
/// <param name="isUnprocessed">
/// True when the target says that it has not looked at the request (RFC 9113 section 8.7): whatever it was, it may be sent again.
/// </param>
internal sealed class StreamEndedException(string message, bool isUnprocessed) : IOException(message)
{
    /// <summary>The request may be sent again, whatever it was.</summary>
    public bool IsUnprocessed => isUnprocessed;
}
