using System.Net.Sockets;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Running;

/// <summary>The tiers that this process runs: locked in order, started together, stopped together.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly List<TierLock> _locks;
    private readonly List<IHost> _hosts;

    private Instance(List<TierLock> locks, List<IHost> hosts) => (_locks, _hosts) = (locks, hosts);

    /// <summary>Starts the named tiers in parallel; when one cannot start, those that did are stopped again.</summary>
    /// <exception cref="OperatorException">A tier cannot start; the message says why.</exception>
    public static async Task<Instance> StartAsync(
        IReadOnlyList<string> tiers, BulwarkOptions options, TierEnvironment environment, CancellationToken cancellationToken)
    {
        var locks = TakeLocks(tiers, environment.Data);
        var starts = tiers.Select(tier => Task.Run(() => StartTierAsync(tier, options, environment, cancellationToken), cancellationToken)).ToList();
        try
        {
            return new Instance(locks, [.. await Task.WhenAll(starts)]);
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
        await Task.WhenAll(_hosts.Select(StopTierAsync));
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
            await StopTierAsync(host);
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

    private static async Task StopTierAsync(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
