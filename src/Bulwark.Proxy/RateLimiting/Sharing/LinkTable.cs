using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>The open connections to Redis servers, and how many generations use each.</summary>
internal sealed class LinkTable : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Link> _links = [];

    /// <summary>The connection for these settings, made if there is none.</summary>
    public RedisExchange Enter((RateLimitRedisOptions Options, HashKey Key) settings, Func<RedisExchange> create)
    {
        lock (_lock)
        {
            if (_links.Find(link => link.Settings == settings) is not { } known)
                _links.Add(known = new Link(settings, create()));

            known.Users++;
            return known.Exchange;
        }
    }

    /// <summary>Closes it after its last user.</summary>
    public void Leave(RedisExchange exchange)
    {
        lock (_lock)
        {
            if (_links.Find(link => link.Exchange == exchange) is not { } link || --link.Users > 0)
                return;

            _links.Remove(link);
        }

        exchange.Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var link in _links)
                link.Exchange.Dispose();
            _links.Clear();
        }
    }

    private sealed class Link((RateLimitRedisOptions Options, HashKey Key) settings, RedisExchange exchange)
    {
        public (RateLimitRedisOptions Options, HashKey Key) Settings => settings;

        public RedisExchange Exchange => exchange;

        public int Users { get; set; }
    }
}
