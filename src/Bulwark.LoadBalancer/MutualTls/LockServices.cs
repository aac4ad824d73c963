using Bulwark.LoadBalancer.ConnectionLogs;
using Bulwark.LoadBalancer.Control;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.LoadBalancer.MutualTls.Proofs;
using Bulwark.Proxy.Reloading;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>What outlives a change of settings: the locks, the connections behind them, and what is recorded of both.</summary>
internal static class LockServices
{
    public static void AddLock(this IServiceCollection services)
    {
        services.AddSingleton<AuditRecord>();
        services.AddSingleton<LockJournal>();
        services.AddSingleton<LockSweep>();
        services.AddSingleton(provider => new ConnectionLog(provider.GetRequiredService<TimeProvider>())
        {
            IsOn = provider.GetRequiredService<Generations<LoadBalancerGeneration>>().Current.Options.ConnectionLog,
        });
        services.AddSingleton<LockProof>();
        services.AddSingleton<LockFlip>();
        services.AddSingleton<LockRoutes>();
        services.AddSingleton(provider => new LockedListeners(
            provider.GetRequiredService<Generations<LoadBalancerGeneration>>().Current.Listeners,
            provider.GetRequiredService<LockJournal>(),
            provider.GetRequiredService<LockSweep>()));
        services.AddHostedService<LockWatch>();
        services.AddHostedService<ConnectionLogWriter>();
    }
}
