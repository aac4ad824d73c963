using System.Diagnostics;
using System.Net.Sockets;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer;
using Bulwark.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Running;

/// <summary>The tiers that this process runs: locked in order, started together, stopped together.</summary>
internal sealed class Instance : IAsyncDisposable
{
    /// <summary>The whole stop takes less than 5 s: what is left of that is the load balancer's, which has hardly anything to wait for by then.</summary>
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(4.7);

    private readonly List<TierLock> _locks;
    private readonly Dictionary<string, IHost> _hosts;

    private Instance(List<TierLock> locks, Dictionary<string, IHost> hosts) => (_locks, _hosts) = (locks, hosts);

    /// <summary>Starts the named tiers in parallel; when one cannot start, those that did are stopped again.</summary>
    /// <exception cref="OperatorException">A tier cannot start; the message says why.</exception>
    public static async Task<Instance> StartAsync(
        IReadOnlyList<string> tiers, BulwarkOptions options, TierEnvironment environment, CancellationToken cancellationToken)
    {
        var locks = TakeLocks(tiers, environment.Data);
        var starts = tiers.Select(tier => Task.Run(() => StartTierAsync(tier, options, environment, cancellationToken), cancellationToken)).ToList();
        try
        {
            var hosts = await Task.WhenAll(starts);
            return new Instance(locks, tiers.Zip(hosts).ToDictionary(started => started.First, started => started.Second, StringComparer.Ordinal));
        }
        catch
        {
            await StopStartedAsync(starts);
            Release(locks);
            throw;
        }
    }

    /// <summary>Drains and stops every tier.</summary>
    public async ValueTask DisposeAsync()
    {
        var begun = Stopwatch.GetTimestamp();

        // The edge goes first: what it still has under way goes through the load balancer. What waits in the other tiers is answered by them as they stop.
        await Task.WhenAll(_hosts.Where(host => host.Key != LoadBalancerTier.Name).Select(host => StopTierAsync(host.Value)));
        if (_hosts.TryGetValue(LoadBalancerTier.Name, out var loadBalancer))
        {
            var left = StopTime - Stopwatch.GetElapsedTime(begun);
            using var patience = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            await StopTierAsync(loadBalancer, patience.Token);
        }

        _hosts.Clear();
        Release(_locks);
    }

    /// <summary>
    /// Every process takes its locks in the order of the table, so of two that start at once one is refused and the other runs. In any other order each
    /// could hold what the other one wants, and both would give up.
    /// </summary>
    private static List<TierLock> TakeLocks(IReadOnlyList<string> tiers, DataDirectory data)
    {
        var locks = new List<TierLock>();
        try
        {
            foreach (var tier in TierTable.Names.Where(tiers.Contains))
            {
                locks.Add(new TierLock(data, tier));
                locks[^1].Acquire();
            }

            return locks;
        }
        catch
        {
            Release(locks);
            throw;
        }
    }

    private static void Release(List<TierLock> locks)
    {
        foreach (var tierLock in locks)
            tierLock.Dispose();

        locks.Clear();
    }

    private static async Task StopStartedAsync(List<Task<IHost>> starts)
    {
        foreach (var start in starts.Where(start => start.IsCompletedSuccessfully))
            await StopTierAsync(await start);
    }

    private static async Task<IHost> StartTierAsync(string tier, BulwarkOptions options, TierEnvironment environment, CancellationToken cancellationToken)
    {
        var host = TierTable.Build(tier, options, environment);
        try
        {
            await host.StartAsync(cancellationToken);
            return host;
        }
        catch (Exception e)
        {
            await StopTierAsync(host, CancellationToken.None);
            if (ListenFailure(e) is { } failure)
                throw new OperatorException($"The {tier} tier cannot listen: {failure}", e);

            throw;
        }
    }

    /// <summary>What hinders a listener and what to do about it; null for a failure of another kind.</summary>
    private static string? ListenFailure(Exception e) => e switch
    {
        IOException { InnerException: AddressInUseException } =>
            $"{e.Message.TrimEnd('.')}. Stop the other program, or choose another port in the settings or with --port-offset.",
        IOException { InnerException: AggregateException { InnerExceptions: [SocketException socket, ..] } } =>
            $"{e.Message.TrimEnd('.')}: {socket.Message}. Choose another port in the settings.",
        SocketException => $"{e.Message}. Choose an address of this machine, and a port that is open to this user, in the settings.",
        _ => null,
    };

    private static async Task StopTierAsync(IHost host, CancellationToken cancellationToken = default)
    {
        await host.StopAsync(cancellationToken);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
