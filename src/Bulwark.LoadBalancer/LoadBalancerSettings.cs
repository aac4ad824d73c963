using Bulwark.Core.Hosting;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Proxy.Reloading;

namespace Bulwark.LoadBalancer;

/// <summary>Exchanges the settings of the load balancer while it runs.</summary>
internal sealed class LoadBalancerSettings(
    Generations<LoadBalancerGeneration> generations, LockedListeners listeners, IServiceProvider services) : ISettingsSwap<LoadBalancerOptions>
{
    public IPreparedSettings Prepare(LoadBalancerOptions options, TierEnvironment environment)
    {
        if (options.Listen != generations.Current.Options.Listen)
            throw new Core.OperatorException("loadBalancer.listen changes where the load balancer listens, which needs a start: stop it and start it again.");

        return new PreparedGeneration<LoadBalancerGeneration>(new LoadBalancerGeneration(options, environment, services), PutIntoForce);
    }

    public IPreparedSettings PrepareAgain()
    {
        var current = generations.Current;
        return Prepare(current.Options, current.Environment);
    }

    private void PutIntoForce(LoadBalancerGeneration next)
    {
        generations.Swap(next);
        listeners.Put(next.Policies);
    }
}
