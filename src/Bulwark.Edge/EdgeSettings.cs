using Bulwark.Core.Hosting;
using Bulwark.Proxy.Reloading;

namespace Bulwark.Edge;

/// <summary>Exchanges the edge's settings while it runs.</summary>
internal sealed class EdgeSettings(Generations<EdgeGeneration> generations, IServiceProvider services) : ISettingsSwap<EdgeOptions>
{
    public IPreparedSettings Prepare(EdgeOptions options, TierEnvironment environment)
    {
        if (options.Listen != generations.Current.Options.Listen)
            throw new Core.OperatorException("edge.listen changes where the edge listens, which needs a start: stop it and start it again.");

        return new PreparedGeneration<EdgeGeneration>(new EdgeGeneration(options, environment, services), generations.Swap);
    }

    public IPreparedSettings PrepareAgain()
    {
        var current = generations.Current;
        return Prepare(current.Options, current.Environment);
    }
}
