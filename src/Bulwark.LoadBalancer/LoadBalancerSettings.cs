using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.ConnectionLogs;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.LoadBalancer.TargetGroups;
using Bulwark.Pki.Revocation;
using Bulwark.Proxy.Reloading;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer;

/// <summary>Exchanges the settings of the load balancer while it runs.</summary>
internal sealed class LoadBalancerSettings(
    Generations<LoadBalancerGeneration> generations, LockedListeners listeners, ConnectionLog connectionLog, TargetWatch targets, IServiceProvider services) : ISettingsSwap<LoadBalancerOptions>
{
    public IPreparedSettings Prepare(LoadBalancerOptions options, TierEnvironment environment)
    {
        CheckListeners(generations.Current.Options, options);
        return Build(options, environment, keepsOverrides: false);
    }

    public IPreparedSettings PrepareAgain()
    {
        var current = generations.Current;
        return Build(current.Options, current.Environment, keepsOverrides: true);
    }

    private static void CheckListeners(LoadBalancerOptions current, LoadBalancerOptions next)
    {
        if (next.Listen != current.Listen)
            throw new OperatorException("loadBalancer.listen changes where the load balancer listens, which needs a start: stop it and start it again.");

        if (!Places(next).SequenceEqual(Places(current)))
            throw new OperatorException("loadBalancer.listeners changes which listeners there are or where they listen, which needs a start: stop the load balancer and start it again.");
    }

    private static IEnumerable<(string Name, string Address, int? Port)> Places(LoadBalancerOptions options) =>
        options.Listeners.Select(listener => (listener.Name, listener.Listen.Address, listener.Listen.Port)).Order();

    private PreparedGeneration<LoadBalancerGeneration> Build(LoadBalancerOptions options, TierEnvironment environment, bool keepsOverrides) =>
        new(new LoadBalancerGeneration(options, environment, services), next => PutIntoForce(next, keepsOverrides));

    private void PutIntoForce(LoadBalancerGeneration next, bool keepsOverrides)
    {
        if (keepsOverrides)
            next.Firewall.KeepModes(generations.Current.Firewall);

        next.Firewall.KeepRates(generations.Current.Firewall);
        generations.Swap(next);
        next.Firewall.TakeOver();
        targets.PutIntoForce(next.TargetGroups);
        connectionLog.IsOn = next.Options.ConnectionLog;
        listeners.Put(next.Listeners, next.Options.Lock.Grace, keepsOverrides);
        RevocationMemory.Keep(listeners.TrustStores, next.Environment.LoggerFactory.CreateLogger<LoadBalancerSettings>());
    }
}
