using System.Collections.Frozen;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Jwt;

/// <summary>
/// The keys that the issuer publishes now (RFC 7517). A key that the issuer takes down stops being believed at the next refresh; a key that is
/// new is fetched when the first token names it. No key outlives <see cref="MaxAge"/> without the issuer having shown it again.
/// </summary>
internal sealed class IssuerKeys : IKeySource, IDisposable
{
    /// <summary>Keys older than this are fetched again before they are used.</summary>
    internal static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(5);

    /// <summary>While the issuer cannot be reached, its last keys are good for this long and no longer.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Tokens with made-up key IDs make us ask the issuer no more often than this.</summary>
    internal static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);

    /// <summary>While the last keys are still good, an issuer that failed is left alone for this long, so that requests do not wait for it.</summary>
    internal static readonly TimeSpan RetryAfterFailure = TimeSpan.FromSeconds(10);

    private const int MaxResponseBytes = 256 * 1024;

    private readonly Uri _uri;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private volatile Snapshot? _snapshot;
    private Task<Snapshot?>? _fetch;
    private long _pausedAt;
    private TimeSpan _pause;

    private IssuerKeys(Uri uri, HttpClient client, TimeProvider time, ILogger log)
    {
        _uri = uri;
        _client = client;
        _time = time;
        _log = log;
    }

    public static IssuerKeys Create(JwtOptions options, TierEnvironment environment)
    {
        // The embedded issuer's keys come over its socket: no TLS, no name and no edge that would have to be up first.
        var handler = options.JwksUri is null
            ? UnixSocketHttp.CreateHandler(environment.Data.Socket("identity"))
            : new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(5), MaxResponseContentBufferSize = MaxResponseBytes };
        var uri = options.JwksUri ?? new Uri("http://identity/.well-known/jwks.json");
        return new IssuerKeys(uri, client, environment.Time, environment.LoggerFactory.CreateLogger<IssuerKeys>());
    }

    public async ValueTask<IReadOnlyList<VerificationKey>?> FindAsync(string keyId, CancellationToken cancellationToken)
    {
        var snapshot = _snapshot;
        if (snapshot is null || AgeOf(snapshot) >= RefreshAfter || snapshot.Find(keyId).Count == 0)
            snapshot = await RefreshAsync().WaitAsync(cancellationToken);

        return snapshot is null || AgeOf(snapshot) >= MaxAge ? null : snapshot.Find(keyId);
    }

    public void Dispose() => _client.Dispose();

    private TimeSpan AgeOf(Snapshot snapshot) => _time.GetElapsedTime(snapshot.FetchedAt);

    // One fetch at a time, and everybody waits for the same one: a slow issuer makes no queue.
    private Task<Snapshot?> RefreshAsync()
    {
        lock (_gate)
        {
            if (_fetch is { IsCompleted: false })
                return _fetch;

            if (_time.GetElapsedTime(_pausedAt) < _pause)
                return Task.FromResult(_snapshot);

            return _fetch = Task.Run(RefreshNowAsync);
        }
    }

    private async Task<Snapshot?> RefreshNowAsync()
    {
        var fetched = await FetchAsync();
        var current = _snapshot;
        lock (_gate)
        {
            _pausedAt = _time.GetTimestamp();
            _pause = fetched is null && current is not null && AgeOf(current) < MaxAge ? RetryAfterFailure : MinInterval;
            return _snapshot = fetched ?? current;
        }
    }

    private async Task<Snapshot?> FetchAsync()
    {
        try
        {
            // The age counts from before the request: an answer that was long on its way is not newer for that.
            var askedAt = _time.GetTimestamp();
            if (JsonWebKeys.Read(await _client.GetByteArrayAsync(_uri), _log) is { } keys)
                return new Snapshot(keys, askedAt);

            Log.KeysUnreadable(_log, _uri);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            Log.KeysUnavailable(_log, e, _uri);
        }

        return null;
    }

    private sealed class Snapshot(IReadOnlyList<VerificationKey> keys, long fetchedAt)
    {
        private readonly FrozenDictionary<string, VerificationKey[]> _keys =
            keys.GroupBy(key => key.KeyId, StringComparer.Ordinal).ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

        public long FetchedAt => fetchedAt;

        public IReadOnlyList<VerificationKey> Find(string keyId) => _keys.GetValueOrDefault(keyId, []);
    }
}
