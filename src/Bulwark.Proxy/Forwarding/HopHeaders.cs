using System.Collections.Frozen;
using Bulwark.Core.Http;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Headers that speak about one connection and are not forwarded (RFC 9110 section 7.6.1), whether or not <c>Connection</c> names them.</summary>
internal static class HopHeaders
{
    private static readonly FrozenSet<string> Names = new[]
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.TransferEncoding, HeaderNames.Upgrade, HeaderNames.TE, HeaderNames.ProxyConnection,
        HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization, "Proxy-Authentication-Info", "Proxy-Features", "Proxy-Instruction", "Security-Scheme", "ALPN",
        "Close", "HTTP2-Settings", HeaderNames.UpgradeInsecureRequests, HeaderNames.AltSvc,

        // Whoever may have it is given it by name: what does not think of it cannot let it out.
        MemberHeader.Name,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them.</summary>
    public static IReadOnlyCollection<string> All => Names;

    /// <summary>True for a header that ends with this connection.</summary>
    public static bool Contains(string name) => Names.Contains(name);
}
