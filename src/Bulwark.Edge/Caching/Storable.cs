using Microsoft.Extensions.Primitives;

namespace Bulwark.Edge.Caching;

/// <summary>The head of an answer that may be stored once its body is whole.</summary>
internal sealed record Storable(int Status, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, DateTimeOffset At, TimeSpan Age, Freshness Freshness, long? Length)
{
    /// <summary>The entry; null when the body is not as long as was announced.</summary>
    public CacheEntry? With(CacheKey key, ReadOnlyMemory<byte> body) => Length is { } length && length != body.Length
        ? null
        : new CacheEntry
        {
            Key = key,
            Status = Status,
            Headers = Headers,
            Body = body,
            StoredAt = At,
            InitialAge = Age,
            FreshFor = Freshness.For,
            StaleWhileRevalidate = Freshness.StaleWhileRevalidate,
            StaleIfError = Freshness.StaleIfError,
        };
}
