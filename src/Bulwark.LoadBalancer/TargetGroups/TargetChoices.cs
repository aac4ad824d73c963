using System.Text;
using Bulwark.Core.Hosting;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Puts together how a group chooses: its algorithm, and before that its stickiness.</summary>
internal static class TargetChoices
{
    /// <exception cref="Core.OperatorException">The key of the sticky cookie cannot be read or made.</exception>
    public static ITargetChoice Create(TargetGroup group, Target[] targets, TierEnvironment environment)
    {
        var addresses = group.Addresses.Select(address => address.Text).ToArray();
        var algorithm = CreateAlgorithm(group.Options, targets, addresses);
        return group.Options.Stickiness switch
        {
            null => algorithm,
            { Header: { } header } => new StickyByHeader(new HashRing(addresses), header, algorithm),
            var cookie => new StickyByCookie(new StickyCookie(cookie, ReadKey(group.Name, environment.Data), addresses, environment.Time), algorithm),
        };
    }

    private static ITargetChoice CreateAlgorithm(TargetGroupOptions options, Target[] targets, string[] addresses) => options.Algorithm switch
    {
        TargetAlgorithm.LeastOutstandingRequests => new LeastOutstandingRequests(targets, options.SlowStart),
        TargetAlgorithm.ConsistentHashing => new ConsistentHashing(
            targets, new HashRing(addresses), HashKeys.Create(options.HashKey!), new RoundRobin(targets, options.SlowStart)),
        _ => new RoundRobin(targets, options.SlowStart),
    };

    private static byte[] ReadKey(string group, DataDirectory data) => Encoding.ASCII.GetBytes(SharedSecret.ReadOrCreate(data, $"target-group-{group}"));
}
