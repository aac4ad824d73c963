using System.CommandLine;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Edge;
using Bulwark.LoadBalancer;

namespace Bulwark.CommandLine.Waf;

/// <summary>The tiers with a firewall that a verb speaks to: the one that is named, else those that run.</summary>
internal static class WafTiers
{
    private static readonly string[] All = [EdgeTier.Name, LoadBalancerTier.Name];

    /// <summary>Adds <c>--tier</c> to a verb.</summary>
    public static Option<string?> AddTo(Command verb)
    {
        var tier = new Option<string?>("--tier") { Description = "The firewall of this tier only [default: of each that runs]", HelpName = string.Join('|', All) };
        tier.AcceptOnlyFromAmong(All);
        verb.Options.Add(tier);
        return tier;
    }

    /// <exception cref="OperatorException">None runs.</exception>
    public static async Task<IReadOnlyList<string>> ChooseAsync(string? named, DataDirectory data, CancellationToken cancellationToken)
    {
        if (named is not null)
            return [named];

        var running = new List<string>();
        foreach (var tier in All)
        {
            if (await ControlClient.IsRunningAsync(data, tier, cancellationToken))
                running.Add(tier);
        }

        return running.Count > 0 ? running : throw new OperatorException($"Neither the edge nor the load balancer of {data.Root} is running.");
    }
}
