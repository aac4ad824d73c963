using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Headers;

/// <summary>Headers that belong to one connection because <c>Connection</c> names them (RFC 9110 section 7.6.1).</summary>
internal static class ConnectionHeaders
{
    /// <summary>What a client may not take out of a request in this way, or what the server behind the name handles itself.</summary>
    private static readonly FrozenSet<string> Kept = new[]
    {
        "close", "keep-alive", HeaderNames.Upgrade, HeaderNames.Host, HeaderNames.ContentLength, HeaderNames.TransferEncoding, HeaderNames.TE,
        HeaderNames.Authorization, HeaderNames.Cookie,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Removes the headers that <c>Connection</c> names.</summary>
    public static void RemoveNominated(IHeaderDictionary headers)
    {
        if (headers.Connection.Count == 0)
            return;

        foreach (var value in headers.Connection.ToArray())
        {
            foreach (var name in (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (!Kept.Contains(name) && !name.StartsWith("sec-websocket-", StringComparison.OrdinalIgnoreCase))
                    headers.Remove(name);
            }
        }
    }
}
