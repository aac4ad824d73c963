using Microsoft.Extensions.Primitives;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Reads one cookie of a request without making a table of all of them (RFC 6265 section 4.2.1).</summary>
internal static class RequestCookie
{
    /// <summary>The value of the first cookie of this name, as it was sent; empty when there is none.</summary>
    public static ReadOnlySpan<char> Find(StringValues header, string name)
    {
        foreach (var line in header)
        {
            foreach (var range in line.AsSpan().Split(';'))
            {
                var pair = line.AsSpan()[range].Trim(' ');
                if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.Ordinal))
                    return pair[(name.Length + 1)..];
            }
        }

        return default;
    }
}
