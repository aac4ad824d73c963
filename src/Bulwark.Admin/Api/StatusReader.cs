using System.Text.Json.Serialization.Metadata;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;

namespace Bulwark.Admin.Api;

/// <summary>Asks every tier on its control socket.</summary>
internal sealed class StatusReader(DataDirectory data) : IDisposable
{
    private static readonly string[] Tiers = ["edge", "load-balancer", "homeserver", "data-api", "identity", "mcp", "admin"];

    /// <summary>A tier that takes longer to answer counts as down.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, ControlClient> _clients =
        Tiers.ToDictionary(tier => tier, tier => new ControlClient(data, tier), StringComparer.Ordinal);

    /// <summary>How the instance is now. What is down is said to be down; nothing here fails because of it.</summary>
    public async Task<InstanceStatus> ReadAsync(CancellationToken cancellationToken)
    {
        var tiers = Task.WhenAll(Tiers.Select(tier => ReadTierAsync(tier, cancellationToken)));
        var users = AskAsync("identity", "/users", AdminJson.Default.UserList, cancellationToken);
        var rooms = AskAsync("homeserver", "/rooms", AdminJson.Default.RoomList, cancellationToken);
        return new InstanceStatus(await tiers, (await users).Value?.Users, (await rooms).Value?.Rooms);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    private async Task<TierStatus> ReadTierAsync(string tier, CancellationToken cancellationToken)
    {
        var (health, problem) = await AskAsync(tier, "/health", AdminJson.Default.TierHealth, cancellationToken);
        if (health is null)
            return new TierStatus(tier, false, problem);

        return health.Status == "ok" ? new TierStatus(tier, true, null) : new TierStatus(tier, false, $"The {tier} tier says: {health.Status}.");
    }

    private async Task<(T? Value, string? Problem)> AskAsync<T>(string tier, string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return (await _clients[tier].GetAsync(path, type, patience.Token), null);
        }
        catch (OperatorException e)
        {
            return (null, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"The {tier} tier does not answer.");
        }
    }
}
