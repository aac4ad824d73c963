using System.Collections.Frozen;
using System.Globalization;
using Bulwark.Proxy.Http1;
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
    public static void RemoveNominated(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (headers.Connection.Count == 0)
            return;

        foreach (var line in headers.Connection.ToArray())
            Remove(headers, line ?? "");
        if (context.Features.Get<NominatedHeaders>() is { } nominated)
            Remove(headers, nominated.Take(NumberOf(context)));
    }

    private static void Remove(IHeaderDictionary headers, string line)
    {
        foreach (var name in line.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!Kept.Contains(name) && !name.StartsWith("sec-websocket-", StringComparison.OrdinalIgnoreCase))
                headers.Remove(name);
        }
    }

    /// <summary>Which request of its connection it is: the server counts them in its identifier, in hexadecimal digits after the last colon.</summary>
    private static long NumberOf(HttpContext context)
    {
        var identifier = context.TraceIdentifier.AsSpan();
        return long.TryParse(identifier[(identifier.LastIndexOf(':') + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
