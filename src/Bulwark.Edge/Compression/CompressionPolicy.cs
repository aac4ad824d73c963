using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Edge.Compression;

/// <summary>
/// What may be compressed. Never an answer to somebody in particular: the length of a compressed answer tells what an attacker's own words in it have in common with the secrets
/// beside them (the BREACH attack).
/// </summary>
internal static class CompressionPolicy
{
    /// <summary>The shortest body that is worth it, in bytes.</summary>
    private const long LeastLength = 1024;

    private static readonly string[] TextTypes =
    [
        "application/json", "application/javascript", "application/xml", "application/manifest+json", "application/wasm", "application/xhtml+xml",
        "application/graphql-response+json", "application/ld+json", "image/svg+xml",
    ];

    /// <summary>True for a request that shows nothing of who sends it and asks for a whole answer.</summary>
    public static bool MayCompress(HttpContext context)
    {
        var headers = context.Request.Headers;
        return HttpMethods.IsGet(context.Request.Method)
            && headers.Authorization.Count == 0 && headers.Cookie.Count == 0 && headers.ProxyAuthorization.Count == 0
            && headers.Range.Count == 0 && headers.Upgrade.Count == 0
            && !context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Contains("token", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>True for an answer that comes compressed to those who want it so. Only one whose length is known: a stream must not wait for its compression.</summary>
    public static bool IsCompressible(HttpResponse response)
    {
        var headers = response.Headers;
        return response.StatusCode == StatusCodes.Status200OK
            && response.ContentLength >= LeastLength
            && headers.ContentEncoding.Count == 0 && headers.ContentRange.Count == 0 && headers.SetCookie.Count == 0 && headers.ContentMD5.Count == 0
            && !headers.ContainsKey("Content-Digest") && !headers.ContainsKey("Repr-Digest") && !headers.ContainsKey("Digest")
            && IsText(response.ContentType)
            && !IsFixed(headers.CacheControl);
    }

    /// <summary>Tells caches on the way that the answer depends on the header.</summary>
    public static void AddVary(IHeaderDictionary headers)
    {
        foreach (var value in headers.Vary)
        {
            if (value is not null && (value.Contains(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase) || value.Trim() == "*"))
                return;
        }

        headers.Vary = StringValues.Concat(headers.Vary, HeaderNames.AcceptEncoding);
    }

    /// <summary>Changes the headers of an answer to those of its compressed form.</summary>
    public static void Describe(IHeaderDictionary headers, Coding coding)
    {
        headers.ContentEncoding = coding == Coding.Brotli ? "br" : "gzip";
        headers.ContentLength = null;
        headers.AcceptRanges = default;

        // The bytes are others than those that the origin named so (RFC 9110 section 8.8.1).
        if (headers.ETag is [{ } tag] && !tag.StartsWith("W/", StringComparison.Ordinal))
            headers.ETag = "W/" + tag;
    }

    private static bool IsText(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
            return !type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);

        foreach (var text in TextTypes)
        {
            if (type.Equals(text, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool IsFixed(StringValues cacheControl)
    {
        foreach (var value in cacheControl)
        {
            if (value?.Contains("no-transform", StringComparison.OrdinalIgnoreCase) == true)
                return true;
        }

        return false;
    }
}
