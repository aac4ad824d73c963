using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;

namespace Bulwark.Homeserver.Filters;

/// <summary>Filters that clients have stored. The ID of a filter is a hash of it, so storing one again stores nothing.</summary>
internal sealed class FilterStore(HomeserverDatabase database, EventLog eventLog)
{
    private const int MaxPerUser = 200;
    private const int MaxCached = 10_000;

    private readonly Lock _gate = new();
    private readonly BoundedCache<(string UserId, string FilterId), SyncFilter> _filters = new(MaxCached, EqualityComparer<(string, string)>.Default);

    /// <summary>Stores a filter; null when the user has too many.</summary>
    public async Task<string?> AddAsync(string userId, JsonElement filter)
    {
        var json = Encoding.UTF8.GetBytes(filter.GetRawText());
        var filterId = Base64Url.EncodeToString(SHA256.HashData(json).AsSpan(0, 12));
        var stored = await eventLog.WriteAsync(transaction =>
        {
            transaction.Execute(
                """
                INSERT INTO filters (user_id, filter_id, json)
                SELECT $1, $2, $3 WHERE (SELECT count(*) FROM filters WHERE user_id = $1) < $4
                ON CONFLICT (user_id, filter_id) DO NOTHING
                """,
                userId, filterId, json, MaxPerUser);
            return transaction.Scalar("SELECT 1 FROM filters WHERE user_id = $1 AND filter_id = $2", userId, filterId) is not null;
        });
        return stored ? filterId : null;
    }

    /// <summary>The JSON of a filter as it was stored; null when there is none.</summary>
    public ValueTask<byte[]?> FindAsync(string userId, string filterId, CancellationToken cancellationToken) => database.ReadAsync(
        connection => (byte[]?)connection.Scalar("SELECT json FROM filters WHERE user_id = $1 AND filter_id = $2", userId, filterId), cancellationToken);

    /// <summary>The filter that a <c>/sync</c> names, by ID or in full.</summary>
    public async ValueTask<MatrixRead<SyncFilter>> ReadAsync(string userId, string? idOrJson, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(idOrJson))
            return SyncFilter.Everything;

        if (idOrJson.StartsWith('{'))
            return Parse(Encoding.UTF8.GetBytes(idOrJson));

        lock (_gate)
        {
            if (_filters.TryGet((userId, idOrJson), out var known))
                return known;
        }

        if (await FindAsync(userId, idOrJson, cancellationToken) is not { } json)
            return MatrixError.NotFound("There is no such filter.");

        return Keep(userId, idOrJson, Parse(json));
    }

    private MatrixRead<SyncFilter> Keep(string userId, string filterId, MatrixRead<SyncFilter> filter)
    {
        if (filter.Value is { } parsed)
        {
            lock (_gate)
                _filters.Set((userId, filterId), parsed);
        }

        return filter;
    }

    private static MatrixRead<SyncFilter> Parse(byte[] json) =>
        MatrixBody.ParseObject(json).TryGet(out var element, out var refusal) ? MatrixBody.Bind(element, HomeserverJson.Default.SyncFilter) : refusal;
}
