using System.Globalization;
using System.Net;
using Bulwark.Core.Routing;
using Bulwark.Proxy.Addresses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Hashes what of a request decides about its target. The hash is the same in every process; null: the request does not have the key.</summary>
internal static class HashKeys
{
    /// <summary>The hash that the settings ask for.</summary>
    public static Func<HttpContext, ulong?> Create(HashKeyOptions options) => options switch
    {
        { Header: { } name } => OfHeader(name),
        { Cookie: { } name } => context => OfText(RequestCookie.Find(context.Request.Headers.Cookie, name)),
        { PathSegment: { } number } => context => OfPath(context, number),
        _ => OfAddress,
    };

    /// <summary>The value of a header.</summary>
    public static Func<HttpContext, ulong?> OfHeader(string name) => context => context.Request.Headers[name] is [{ } value] ? OfText(value) : null;

    private static ulong? OfText(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return null;

        var hash = KeyHash.Empty;
        foreach (var next in text)
            hash = hash.Add(next);

        return hash.Value;
    }

    private static ulong? OfPath(HttpContext context, int number)
    {
        var path = RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        foreach (var range in path.Split('/'))
        {
            // The first one is what stands before the leading slash: nothing.
            if (number-- == 0)
                return OfSegment(path[range]);
        }

        return null;
    }

    /// <summary>An escaped and a plain spelling of one ID are one key.</summary>
    private static ulong? OfSegment(ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty)
            return null;

        var hash = KeyHash.Empty;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] == '%' && i + 2 < segment.Length && byte.TryParse(segment.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                hash = hash.Add((char)value);
                i += 2;
                continue;
            }

            hash = hash.Add(segment[i]);
        }

        return hash.Value;
    }

    private static ulong? OfAddress(HttpContext context) => OfAddress(ClientAddress.Of(context));

    private static ulong? OfAddress(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);

        // One network of IPv6 is one client, which changes its address in it as it likes (RFC 8981).
        var hash = KeyHash.Empty;
        foreach (var next in bytes[..Math.Min(length, 8)])
            hash = hash.Add((char)next);

        return hash.Value;
    }
}
