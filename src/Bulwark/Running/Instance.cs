using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Settings;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Running;

/// <summary>The tiers that this process runs: started together, stopped together.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly List<IHost> _hosts;

    private Instance(List<IHost> hosts) => _hosts = hosts;

    /// <summary>Starts the named tiers in parallel; when one cannot start, those that did are stopped again.</summary>
    /// <exception cref="OperatorException">A tier cannot start; the message says why.</exception>
    public static async Task<Instance> StartAsync(
        IReadOnlyList<string> tiers, BulwarkOptions options, TierEnvironment environment, CancellationToken cancellationToken)
    {
        var starts = tiers.Select(tier => Task.Run(() => StartTierAsync(tier, options, environment, cancellationToken), cancellationToken)).ToList();
        try
        {
            return new Instance([.. await Task.WhenAll(starts)]);
        }
        catch
        {
            await StopStartedAsync(starts);
            throw;
        }
    }

    /// <summary>Drains and stops every tier.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_hosts.Select(StopTierAsync));
        _hosts.Clear();
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
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await StopTierAsync(host);
            throw new OperatorException(
                $"The {tier} tier cannot listen: {e.Message.TrimEnd('.')}. Stop the other program, or choose another port in the settings or with --port-offset.", e);
        }
        catch
        {
            await StopTierAsync(host);
            throw;
        }
    }

    private static async Task StopTierAsync(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
