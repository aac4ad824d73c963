using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Edge.Caching;

/// <summary>
/// Under what an answer is stored: host, raw target, and the value of each request header that the origin gets to see. What is not in the key does not reach the origin, so
/// no client can colour an answer that others get.
/// </summary>
/// <param name="Url">Scheme, host and raw target.</param>
/// <param name="Text">The whole key.</param>
internal readonly record struct CacheKey(string Url, string Text)
{
    /// <summary>What of a client's headers goes to the origin, and into the key.</summary>
    public static readonly string[] Headers = ["Accept", "Accept-Language", "Origin"];

    private const int LongestValue = 256;

    /// <summary>The key of a request; null when a header is given twice or too long to be a key.</summary>
    public static CacheKey? Of(HttpRequest request, string rawTarget)
    {
        var url = UrlOf(request.Host.Value ?? "", rawTarget);
        var text = url;
        foreach (var name in Headers)
        {
            var value = request.Headers[name];
            if (value.Count > 1 || value is [{ Length: > LongestValue }])
                return null;

            text = string.Concat(text, value.Count == 0 ? "\n-" : "\n=", StringValues.IsNullOrEmpty(value) ? "" : value.ToString());
        }

        return new CacheKey(url, text);
    }

    /// <summary>Scheme, host and raw target.</summary>
    public static string UrlOf(string host, string rawTarget) => string.Concat("https://", host.ToLowerInvariant(), rawTarget);
}
