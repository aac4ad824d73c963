using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Proxy.Limits;

/// <summary>Those limits that the server itself keeps. It reads them anew for each request, so that they change while it runs.</summary>
public static class KestrelLimits
{
    /// <summary>So much longer may a request line be than a target, that a target that is too long is answered in the words of its protocol.</summary>
    private const int LongerLine = 8 * 1024;

    private static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Of limits, only how slowly a body may come. For a listener where many clients share a connection of a proxy: the server ends the whole connection for one slow HTTP/2
    /// stream, so the proxy's requests are exempt (<see cref="BodyRateMiddleware"/>), and answers, which the server times by connection, are never too slow.
    /// </summary>
    public static void PutBodyRate(this KestrelServerLimits limits, ClientLimitOptions options)
    {
        limits.MinRequestBodyDataRate = new MinDataRate(options.BytesPerSecond, SlowStart);
        limits.MinResponseDataRate = null;
    }

    /// <summary>Puts limits into force.</summary>
    public static void Put(this KestrelServerLimits limits, ClientLimitOptions options)
    {
        limits.KeepAliveTimeout = options.IdleTimeout;
        limits.RequestHeadersTimeout = options.HeaderTimeout;
        limits.MaxRequestHeadersTotalSize = options.HeaderBytes;
        limits.MaxRequestHeaderCount = options.HeaderCount;
        limits.MaxRequestLineSize = options.UriBytes + LongerLine;
        limits.MinRequestBodyDataRate = limits.MinResponseDataRate = new MinDataRate(options.BytesPerSecond, SlowStart);
    }
}
