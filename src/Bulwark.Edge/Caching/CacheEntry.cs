using Microsoft.Extensions.Primitives;

namespace Bulwark.Edge.Caching;

/// <summary>A stored answer.</summary>
internal sealed class CacheEntry
{
    private const int Overhead = 512; // objects around an entry, roughly

    public required CacheKey Key { get; init; }

    public required int Status { get; init; }

    public required IReadOnlyList<KeyValuePair<string, StringValues>> Headers { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When it began to be asked for.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>How old it was then already (RFC 9111 section 5.1).</summary>
    public required TimeSpan InitialAge { get; init; }

    /// <summary>How long it is fresh, counted from age 0.</summary>
    public required TimeSpan FreshFor { get; init; }

    /// <summary>How long after that it may be served while another one is fetched (RFC 5861 section 3).</summary>
    public TimeSpan StaleWhileRevalidate { get; init; }

    /// <summary>How long after that it may be served in place of an error of its origin (RFC 5861 section 4).</summary>
    public TimeSpan StaleIfError { get; init; }

    /// <summary>True once somebody was served from it since the last look for what to drop.</summary>
    public bool IsVisited { get; set; }

    /// <summary>What it takes in memory.</summary>
    public long Bytes => Overhead + Body.Length + (Key.Text.Length * 2) + (Key.Url.Length * 2)
        + Headers.Sum(header => (header.Key.Length + header.Value.Sum(value => value?.Length ?? 0)) * 2L);

    public TimeSpan AgeAt(DateTimeOffset now) => InitialAge + (now > StoredAt ? now - StoredAt : TimeSpan.Zero);

    public bool IsFreshAt(DateTimeOffset now) => AgeAt(now) < FreshFor;

    /// <summary>May be served at once, if another one is on its way then.</summary>
    public bool MayWait(DateTimeOffset now) => AgeAt(now) < FreshFor + StaleWhileRevalidate;

    /// <summary>May be served when its origin fails.</summary>
    public bool MayStandIn(DateTimeOffset now) => AgeAt(now) < FreshFor + StaleIfError;

    /// <summary>A header of the answer.</summary>
    public StringValues this[string name]
    {
        get
        {
            foreach (var header in Headers)
            {
                if (header.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                    return header.Value;
            }

            return default;
        }
    }
}
