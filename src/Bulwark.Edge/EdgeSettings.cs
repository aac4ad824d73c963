using Bulwark.Core.Hosting;
using Bulwark.Edge.Acme;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.Reloading;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace Bulwark.Edge;

/// <summary>Exchanges the edge's settings while it runs.</summary>
internal sealed class EdgeSettings(
    Generations<EdgeGeneration> generations, IOptions<KestrelServerOptions> kestrel, AcmeService acme, IServiceProvider services) : ISettingsSwap<EdgeOptions>
{
    private readonly List<WeakReference<EdgeGeneration>> _former = [];

    public IPreparedSettings Prepare(EdgeOptions options, TierEnvironment environment)
    {
        if (options.Listen != generations.Current.Options.Listen)
            throw new Core.OperatorException("edge.listen changes where the edge listens, which needs a start: stop it and start it again.");

        if (options.HttpRedirect?.Listen != generations.Current.Options.HttpRedirect?.Listen)
            throw new Core.OperatorException("edge.httpRedirect opens, closes or moves a listener, which needs a start: stop the edge and start it again.");

        return Build(options, environment, next =>
        {
            PutIntoForce(next);
            acme.Upkeep.SettingsChanged();
        });
    }

    public IPreparedSettings PrepareAgain()
    {
        var current = generations.Current;
        return Build(current.Options, current.Environment, next =>
        {
            next.Firewall.KeepModes(generations.Current.Firewall);
            PutIntoForce(next);
        });
    }

    private PreparedGeneration<EdgeGeneration> Build(EdgeOptions options, TierEnvironment environment, Action<EdgeGeneration> putIntoForce)
    {
        // The link belongs to the process; no settings make one.
        var within = environment with { Link = generations.Current.Environment.Link };
        return new PreparedGeneration<EdgeGeneration>(new EdgeGeneration(options, within, services), putIntoForce);
    }

    /// <summary>Generations that still have requests under way, the one before and those before it, may have to let go of their connections.</summary>
    private void Yield(EdgeGeneration before, EdgeGeneration next)
    {
        _former.RemoveAll(reference => !reference.TryGetTarget(out var generation) || generation.IsOver);
        _former.Add(new WeakReference<EdgeGeneration>(before));
        foreach (var reference in _former)
        {
            if (reference.TryGetTarget(out var former))
                former.Yield(next);
        }
    }

    private void PutIntoForce(EdgeGeneration next)
    {
        var before = generations.Current;
        before.Retire();
        next.Firewall.KeepRates(before.Firewall);
        generations.Swap(next);
        Yield(before, next);
        next.RememberRevocations();
        next.Firewall.TakeOver();
        kestrel.Value.Limits.Put(next.Options.Limits);
    }
}
