using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Bulwark.Jwt;

/// <summary>
/// The keys that the issuer publishes now (RFC 7517). A key that the issuer takes down stops being believed at the next refresh; a key that is
/// new is fetched when the first token names it. No key outlives <see cref="MaxAge"/> without the issuer having shown it again.
/// </summary>
internal sealed class IssuerKeys : IDisposable
{
    /// <summary>Keys older than this are fetched again before they are used.</summary>
    internal static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(5);

    /// <summary>While the issuer cannot be reached, its last keys are good for this long and no longer.</summary>
    internal static readonly TimeSpan MaxAge = TimeSpan.FromHours(1);

    /// <summary>Tokens with made-up key IDs make us ask the issuer no more often than this.</summary>
    internal static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);

    private const int MaxResponseBytes = 256 * 1024;

    private readonly Uri _uri;
    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile Snapshot? _snapshot;
    private long _lastAttempt = long.MinValue;

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

    /// <summary>The keys that may have signed a token with this <c>kid</c>: empty when the issuer has none such, null when its keys cannot be had.</summary>
    public async ValueTask<IReadOnlyList<SecurityKey>?> FindAsync(string? keyId, CancellationToken cancellationToken)
    {
        var snapshot = _snapshot;
        if (snapshot is null || _time.GetElapsedTime(snapshot.FetchedAt) >= RefreshAfter || (keyId is not null && snapshot.Find(keyId).Count == 0))
            snapshot = await RefreshAsync(snapshot, cancellationToken);

        if (snapshot is null || _time.GetElapsedTime(snapshot.FetchedAt) >= MaxAge)
            return null;

        return keyId is null ? [] : snapshot.Find(keyId);
    }

    public void Dispose()
    {
        _client.Dispose();
        _turn.Dispose();
    }

    private async Task<Snapshot?> RefreshAsync(Snapshot? seen, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // Somebody else refreshed while we waited for our turn, or just before we asked.
            if (!ReferenceEquals(seen, _snapshot) || (_lastAttempt != long.MinValue && _time.GetElapsedTime(_lastAttempt) < MinInterval))
                return _snapshot;

            _lastAttempt = _time.GetTimestamp();
            _snapshot = await FetchAsync(cancellationToken) ?? _snapshot;
            return _snapshot;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<Snapshot?> FetchAsync(CancellationToken cancellationToken)
    {
        try
        {
            var json = await _client.GetStringAsync(_uri, cancellationToken);
            var keys = new JsonWebKeySet(json).GetSigningKeys().Where(key => !string.IsNullOrEmpty(key.KeyId)).ToList();
            return new Snapshot(keys, _time.GetTimestamp());
        }
        catch (Exception e) when (e is HttpRequestException or ArgumentException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            Log.KeysUnavailable(_log, e, _uri);
            return null;
        }
    }

    private sealed record Snapshot(IReadOnlyList<SecurityKey> Keys, long FetchedAt)
    {
        public IReadOnlyList<SecurityKey> Find(string keyId) => [.. Keys.Where(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal))];
    }
}
