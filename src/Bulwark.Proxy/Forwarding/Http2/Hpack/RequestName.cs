using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding.Http2.Hpack;

/// <summary>
/// The names of request headers as they begin a literal field (RFC 7541 section 6.2): with an index where the static table has them, in lower case otherwise. Requests are never
/// remembered by the other side: what that would save in bytes costs both sides more than the bytes.
/// </summary>
internal static class RequestName
{
    private const int LongestKnownIndexPrefix = 15;
    private const byte NotRemembered = 0x00;
    private const byte NeverRemembered = 0x10;

    private static readonly string[] Others =
    [
        "Forwarded", "Origin", "Priority", "Traceparent", "Tracestate", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Real-Ip", "X-Request-Id",
        "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "Sec-Ch-Ua", "Sec-Ch-Ua-Mobile", "Sec-Ch-Ua-Platform",
    ];

    private static readonly FrozenDictionary<string, byte[]> Known = Others.Select(name => (Name: name, Bytes: Literal(name)))
        .Concat(StaticTable.Headers.Select(header => (header.Name, Bytes: Indexed(PrefixOf(header.Name), header.Index))))
        .Where(known => RequestCopy.IsForwarded(known.Name) && !IsSaidOtherwise(known.Name))
        .Concat(HopHeaders.All.Concat([HeaderNames.Host, HeaderNames.Expect, HeaderNames.ContentLength]).Select(name => (Name: name, Bytes: Array.Empty<byte>())))
        .ToFrozenDictionary(known => known.Name, known => known.Bytes, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a name that is seen every day: how a field with it begins, which is nothing when it is not sent.</summary>
    public static bool IsKnown(string name, [NotNullWhen(true)] out byte[]? bytes) => Known.TryGetValue(name, out bytes);

    /// <summary>A field that the static table names.</summary>
    private static byte[] Indexed(byte prefix, int index) => index < LongestKnownIndexPrefix
        ? [(byte)(prefix | index)]
        : [(byte)(prefix | LongestKnownIndexPrefix), (byte)(index - LongestKnownIndexPrefix)];

    private static byte[] Literal(string name) => [NotRemembered, (byte)name.Length, .. Encoding.ASCII.GetBytes(name.ToLowerInvariant())];

    /// <summary>RFC 7541 section 7.1.3: what opens doors is remembered by nobody on its way.</summary>
    private static byte PrefixOf(string name) => name is "authorization" or "cookie" ? NeverRemembered : NotRemembered;

    private static bool IsSaidOtherwise(string name) => name is "host" or "expect" or "content-length";
}
