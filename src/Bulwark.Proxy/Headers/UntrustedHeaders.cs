using System.Collections.Frozen;

namespace Bulwark.Proxy.Headers;

/// <summary>
/// Request headers that tell a server who the client is or what it really asks for. From outside they are worth nothing and some server behind
/// may believe them, so they are removed, in the spelling with <c>_</c> too, which CGI-like servers cannot tell from <c>-</c>.
/// </summary>
internal static class UntrustedHeaders
{
    private const int LongestName = 64;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Names = new[]
    {
        "forwarded", "x-forwarded", "x-request-id", "x-real-ip", "x-client-ip", "x-cluster-client-ip", "x-originating-ip", "x-remote-ip", "x-remote-addr",
        "true-client-ip", "client-ip", "fastly-client-ip", "cdn-loop", "x-host", "x-rewrite-url", "x-rewrite-uri", "x-override-url",
        "x-http-method", "x-http-method-override", "x-method-override", "x-http-host-override", "x-http-destinationurl",
        "remote-user", "x-remote-user", "x-authenticated-user", "x-client-cert", "x-ssl-client-cert", "x-arr-clientcert", "ssl-client-cert",
        "x-content-length", "proxy",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] Prefixes = ["x-forwarded-", "x-original-", "x-amzn-", "cf-", "x-envoy-", "x-auth-request-", "x-bulwark-", "x-ssl-client-", "ssl-client-"];

    /// <summary>Headers that frame or address a message: spelt with <c>_</c> they have no honest use at all.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Framing =
        new[] { "transfer-encoding", "content-length", "x-amz-target" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>True for a header that must not come from outside.</summary>
    public static bool Contains(string name)
    {
        // Every entry starts with one of these letters; most headers do not get past this line.
        if (name is not ['x' or 'X' or 'c' or 'C' or 'f' or 'F' or 't' or 'T' or 'p' or 'P' or 'r' or 'R' or 's' or 'S', ..])
            return false;

        if (!name.Contains('_', StringComparison.Ordinal))
            return IsListed(name);

        // A name that long is in no list; only a prefix can match, and that stands within the part that is looked at.
        Span<char> dashed = stackalloc char[Math.Min(name.Length, LongestName)];
        name.AsSpan(0, dashed.Length).Replace(dashed, '_', '-');
        return IsListed(dashed) || Framing.Contains(dashed);
    }

    private static bool IsListed(ReadOnlySpan<char> name)
    {
        if (Names.Contains(name))
            return true;

        foreach (var prefix in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
