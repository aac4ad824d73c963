using System.Security.Cryptography;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.RateLimiting.Counting;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.RateLimiting.Sharing;

/// <summary>
/// A part in the connection to the Redis server. Settings that name the same server with the same password use the same connection, so nothing is counted twice while one
/// generation takes over from another; the last one closes it.
/// </summary>
internal sealed class CountLink : IDisposable
{
    private readonly LinkTable _links;
    private readonly RedisExchange _exchange;
    private int _isDisposed;

    private CountLink(LinkTable links, RedisExchange exchange, HashKey key) => (_links, _exchange, Key) = (links, exchange, key);

    /// <summary>The secret of keys that all instances have in common.</summary>
    public HashKey Key { get; }

    /// <summary>Why this instance counts alone at present; null while messages go and come.</summary>
    public string? Problem => _exchange.Problem;

    /// <summary>A part in the connection; it is made in the background.</summary>
    /// <exception cref="OperatorException">The password or the trust store cannot be read.</exception>
    public static CountLink Open(RateLimitRedisOptions options, TierEnvironment environment, RateLimitCounters counters)
    {
        var password = options.Password.Read(environment.Data.Root);
        var key = HashKey.FromPassword(password);
        try
        {
            var settings = RedisSettings.Create(options, password, environment.Data.Root);
            var exchange = counters.Links.Enter((options, key), () => new RedisExchange(settings, counters, environment.LoggerFactory.CreateLogger<RedisExchange>()));
            return new CountLink(counters.Links, exchange, key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(password);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
            _links.Leave(_exchange);
    }
}
