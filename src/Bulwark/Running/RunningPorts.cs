using Bulwark.Admin;
using Bulwark.Core.Hosting;
using Bulwark.Edge;
using Bulwark.LoadBalancer;
using Bulwark.Status;

namespace Bulwark.Running;

/// <summary>By how much the default ports of the listeners are moved: as the running tiers say, each for itself, for they may be several processes.</summary>
/// <param name="Edge">Of the edge.</param>
/// <param name="LoadBalancer">Of the load balancer.</param>
/// <param name="Admin">Of the admin plane.</param>
internal sealed record RunningPorts(int Edge, int LoadBalancer, int Admin)
{
    /// <summary>The same for all, as the operator says.</summary>
    public static RunningPorts Of(int offset) => new(offset, offset, offset);

    /// <summary>Asks the control sockets. A tier that does not run is taken to stand beside the others; when none runs, nothing is moved.</summary>
    public static async Task<RunningPorts> FindAsync(DataDirectory data, CancellationToken cancellationToken)
    {
        var reader = new TierReader(data, cancellationToken);
        var offsets = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var tier in new[] { EdgeTier.Name, LoadBalancerTier.Name, AdminTier.Name })
        {
            if ((await reader.ReadTierAsync(tier)).PortOffset is { } offset)
                offsets[tier] = offset;
        }

        var others = offsets.Count > 0 ? offsets.First().Value : 0;
        return new RunningPorts(
            offsets.GetValueOrDefault(EdgeTier.Name, others), offsets.GetValueOrDefault(LoadBalancerTier.Name, others), offsets.GetValueOrDefault(AdminTier.Name, others));
    }
}
