using System.Collections.Frozen;
using System.Globalization;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Edge.Caching;

/// <summary>What may be stored at all (RFC 9111 section 3, and stricter). In doubt nothing is.</summary>
internal sealed class CachePolicy(CacheOptions options)
{
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(30);

    /// <summary>Paths whose answers are somebody's own, whatever their headers say.</summary>
    private static readonly string[] NeverStored = ["/_matrix/", "/_synapse/", "/v1/graphql", "/v1alpha1/", "/mcp", "/oauth2/", "/login", "/logout"];

    private static readonly string[] StoredAfterAll = ["/_matrix/client/versions"];

    /// <summary>A request with one of these is about a person, a part of an answer or more than reading.</summary>
    private static readonly string[] Personal =
    [
        HeaderNames.Authorization, HeaderNames.Cookie, HeaderNames.ProxyAuthorization, HeaderNames.Range, HeaderNames.IfRange, HeaderNames.IfMatch,
        HeaderNames.IfUnmodifiedSince, HeaderNames.Upgrade, HeaderNames.Expect, HeaderNames.TransferEncoding, HeaderNames.ContentLength, "X-Amz-Target",
    ];

    /// <summary>What belongs to one connection or one request and not to the answer.</summary>
    private static readonly FrozenSet<string> NotStored = new[]
    {
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.TransferEncoding, HeaderNames.Trailer, HeaderNames.Upgrade, HeaderNames.ProxyAuthenticate,
        HeaderNames.ContentLength, HeaderNames.Age, HeaderNames.Date, HeaderNames.AltSvc, "Cache-Status", "X-Request-Id", "Proxy-Connection",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public long MemoryBytes => options.MemoryBytes;

    /// <summary>True when the answer to a request could be somebody else's too.</summary>
    public static bool MayServe(HttpContext context, string rawTarget)
    {
        var request = context.Request;
        if (request.Method != HttpMethods.Get && request.Method != HttpMethods.Head)
            return false;

        return !IsNeverStored(rawTarget) && !HasPersonalHeader(request.Headers)
            && context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true }
            && context.Features.Get<IHttpExtendedConnectFeature>() is not { IsExtendedConnect: true };
    }

    /// <summary>What to store of an answer whose headers are here; null for nothing.</summary>
    public Storable? Judge(HttpContext context, DateTimeOffset now)
    {
        var response = context.Response;
        var headers = response.Headers;
        var path = RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var rule = FindRule(path);
        if (!IsStorableStatus(response.StatusCode, rule) || !IsEverybodys(headers) || FreshnessOf(headers, rule) is not { } freshness)
            return null;

        var age = AgeOf(headers);
        return age < freshness.For ? new Storable(response.StatusCode, Copy(headers), now, age, freshness, response.ContentLength) : null;
    }

    private static bool IsNeverStored(string rawTarget)
    {
        // Tokens in the query (Matrix once had them) make an answer personal. An escaped path may be one of the listed in disguise.
        if (rawTarget.Contains("token", StringComparison.OrdinalIgnoreCase))
            return true;

        var path = RawPath.PathOf(rawTarget);
        foreach (var allowed in StoredAfterAll)
        {
            if (path.SequenceEqual(allowed))
                return false;
        }

        if (path.ContainsAny('%', ';', '\\') || path.Contains("//", StringComparison.Ordinal))
            return true;

        foreach (var never in NeverStored)
        {
            if (path.StartsWith(never, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool HasPersonalHeader(IHeaderDictionary headers)
    {
        foreach (var name in Personal)
        {
            if (headers.ContainsKey(name))
                return true;
        }

        return false;
    }

    private CacheRuleOptions? FindRule(ReadOnlySpan<char> path)
    {
        foreach (var rule in options.Rules)
        {
            if (rule.Fits(path))
                return rule;
        }

        return null;
    }

    private static bool IsStorableStatus(int status, CacheRuleOptions? rule) => rule is null ? status == StatusCodes.Status200OK : rule.Statuses.Contains(status);

    private static bool IsEverybodys(IHeaderDictionary headers)
    {
        if (headers.SetCookie.Count > 0 || headers.ContentEncoding.Count > 0 || headers.ContentRange.Count > 0 || headers.WWWAuthenticate.Count > 0)
            return false;

        if (headers.ContentType is [{ } type] && type.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase))
            return false;

        return VariesByKeyOnly(headers.Vary);
    }

    private static bool VariesByKeyOnly(StringValues vary)
    {
        foreach (var name in vary.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (!CacheKey.Headers.Contains(name, StringComparer.OrdinalIgnoreCase) && !name.Equals(HeaderNames.AcceptEncoding, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    /// <summary>How long the answer is fresh (RFC 9111 section 4.2.1); null when it must not be stored or nobody says.</summary>
    private static Freshness? FreshnessOf(IHeaderDictionary headers, CacheRuleOptions? rule)
    {
        if (headers.Pragma.Count > 0)
            return null;

        if (headers.CacheControl.Count == 0)
            return (headers.Expires.Count > 0 ? UntilExpires(headers) : rule?.Ttl) is { } open ? new Freshness(open) : null;

        if (!CacheControlHeaderValue.TryParse(string.Join(", ", headers.CacheControl.AsEnumerable()), out var control) || !IsPublic(control))
            return null;

        var freshFor = control.SharedMaxAge ?? control.MaxAge ?? (headers.Expires.Count > 0 ? UntilExpires(headers) : rule?.Ttl);
        return freshFor is { } time && time > TimeSpan.Zero ? Freshness.Of(time < LongestAge ? time : LongestAge, control) : null;
    }

    // "private" and "no-cache" may be about single fields only; what those fields are is not worth a risk.
    private static bool IsPublic(CacheControlHeaderValue control) =>
        !control.NoStore && !control.NoCache && !control.Private && control.PrivateHeaders.Count == 0 && control.NoCacheHeaders.Count == 0
        && control.MaxAge != TimeSpan.Zero && control.SharedMaxAge != TimeSpan.Zero;

    private static TimeSpan? UntilExpires(IHeaderDictionary headers) =>
        HeaderUtilities.TryParseDate(headers.Expires.ToString(), out var expires) && HeaderUtilities.TryParseDate(headers.Date.ToString(), out var date) && expires > date
            ? expires - date
            : null;

    private static TimeSpan AgeOf(IHeaderDictionary headers) => headers.Age.Count == 0
        ? TimeSpan.Zero
        : headers.Age is [{ } text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.MaxValue;

    private static KeyValuePair<string, StringValues>[] Copy(IHeaderDictionary headers) => [.. headers.Where(header => !NotStored.Contains(header.Key))];
}
