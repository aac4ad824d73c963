using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Edge.Caching;

/// <summary>Whether a client has the stored answer already (RFC 9110 sections 13.1.2 and 13.1.3).</summary>
internal static class NotModified
{
    public static bool Applies(HttpRequest request, CacheEntry entry)
    {
        var etags = request.Headers.IfNoneMatch;
        if (etags.Count > 0)
            return Matches(etags, entry[HeaderNames.ETag].ToString());

        return HeaderUtilities.TryParseDate(request.Headers.IfModifiedSince.ToString(), out var since)
            && HeaderUtilities.TryParseDate(entry[HeaderNames.LastModified].ToString(), out var modified)
            && modified <= since;
    }

    private static bool Matches(IList<string?> given, string own)
    {
        if (given is ["*"])
            return true;

        return EntityTagHeaderValue.TryParse(own, out var tag)
            && EntityTagHeaderValue.TryParseList([.. given.OfType<string>()], out var tags)
            && tags.Any(each => each.Compare(tag, useStrongComparison: false));
    }
}
