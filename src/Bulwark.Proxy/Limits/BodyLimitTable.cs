namespace Bulwark.Proxy.Limits;

/// <summary>The largest body of each path.</summary>
/// <param name="limits">The first whose path the request's begins with counts.</param>
/// <param name="otherBytes">For all other paths.</param>
public sealed class BodyLimitTable(IEnumerable<BodyLimitOptions> limits, long otherBytes)
{
    /// <summary>No body is larger than this, in bytes, wherever it goes. It is Synapse's default for uploads.</summary>
    public const long MaxBytes = 50L * 1024 * 1024;

    private readonly (string Path, long Bytes)[] _limits = [.. limits.Select(limit => (limit.Path, limit.Bytes))];

    /// <summary>Media as large as the homeserver takes them; room for the keys of many devices in other Matrix requests.</summary>
    public static IReadOnlyList<BodyLimitOptions> Default { get; } =
    [
        new() { Path = "/_matrix/media/", Bytes = MaxBytes },
        new() { Path = "/_matrix/client/v1/media/", Bytes = MaxBytes },
        new() { Path = "/_matrix/", Bytes = 4 * 1024 * 1024 },
    ];

    /// <summary>One size for everything: behind a proxy that has looked more closely.</summary>
    public static BodyLimitTable Everything { get; } = new([], MaxBytes);

    /// <summary>The largest body of a request, in bytes.</summary>
    public long Find(ReadOnlySpan<char> rawPath)
    {
        foreach (var (path, bytes) in _limits)
        {
            if (rawPath.StartsWith(path, StringComparison.Ordinal))
                return bytes;
        }

        return otherBytes;
    }
}
