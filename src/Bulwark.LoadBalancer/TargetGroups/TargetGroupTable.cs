using Bulwark.Core.Hosting;
using Bulwark.Proxy.Forwarding;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Every target group of the instance: one for each tier of this machine, on its Unix socket unless the settings say where it is, and those that the settings add.</summary>
internal sealed class TargetGroupTable : IDisposable
{
    private readonly Dictionary<string, TargetGroup> _groups = new(StringComparer.Ordinal);

    /// <param name="options">The groups of the settings.</param>
    /// <param name="states">What is known of targets.</param>
    /// <param name="environment">The instance.</param>
    /// <param name="watch">Is told of their answers.</param>
    /// <exception cref="Core.OperatorException">A file that the settings name is missing or unusable.</exception>
    public TargetGroupTable(IReadOnlyDictionary<string, TargetGroupOptions> options, TargetStates states, TierEnvironment environment, IAnswerWatch watch)
    {
        try
        {
            foreach (var (name, group) in options)
                _groups.Add(name, new TargetGroup(name, group, states, environment, watch));

            foreach (var tier in Tiers.Names.Where(tier => !options.ContainsKey(tier)))
                _groups.Add(tier, new TargetGroup(tier, OfTier(environment.Data.Socket(tier)), states, environment, watch));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The groups.</summary>
    public IReadOnlyCollection<TargetGroup> All => _groups.Values;

    /// <summary>The group of this name; null when there is none.</summary>
    public TargetGroup? Find(string name) => _groups.GetValueOrDefault(name);

    /// <summary>The group of this name.</summary>
    /// <exception cref="KeyNotFoundException">There is none: the settings have been validated, so that is a mistake of ours.</exception>
    public TargetGroup Get(string name) => _groups[name];

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var (_, group) in _groups)
            group.Dispose();
    }

    /// <summary>A tier of this machine says by its socket whether it is there; asking it every half a minute would tell nothing more.</summary>
    private static TargetGroupOptions OfTier(string socket) => new()
    {
        Targets = [TargetAddress.OfSocket(socket).Text],
        HealthCheck = new() { Enabled = false },
    };
}
