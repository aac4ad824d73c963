using Bulwark.Core.Configuration;
using Bulwark.LoadBalancer.TargetGroups;

namespace Bulwark.LoadBalancer;

/// <summary>Checks rules, target groups and hosts against each other.</summary>
internal static class RoutingValidation
{
    private const int MostRules = 200;
    private const int MostGroups = 64;

    public static IEnumerable<ConfigError> Validate(LoadBalancerOptions options, ConfigPath at) =>
    [
        .. options.Rules.SelectMany((rule, i) => rule.Validate(at["rules"][i])),
        .. options.DefaultAction?.Validate(at["defaultAction"]) ?? [],
        .. options.TargetGroups.SelectMany(group => group.Value.Validate(at["targetGroups"][group.Key])),
        .. ValidateCounts(options, at), .. ValidateNames(options, at), .. ValidateHosts(options, at["hosts"]),
    ];

    private static IEnumerable<ConfigError> ValidateCounts(LoadBalancerOptions options, ConfigPath at)
    {
        if (options.Rules.Count > MostRules)
            yield return at["rules"].Error($"has {options.Rules.Count} rules: at most {MostRules} are allowed");

        if (options.TargetGroups.Count > MostGroups)
            yield return at["targetGroups"].Error($"has {options.TargetGroups.Count} target groups: at most {MostGroups} are allowed");
    }

    private static IEnumerable<ConfigError> ValidateNames(LoadBalancerOptions options, ConfigPath at)
    {
        foreach (var name in options.TargetGroups.Keys.Where(name => !TargetGroupOptions.IsName(name)))
            yield return at["targetGroups"][name].Error("is not a name of at most 32 lower-case letters, digits and dashes");

        for (var i = 0; i < options.Rules.Count; i++)
        {
            var groups = options.Rules[i].Forward.Select(forward => forward.TargetGroup).ToArray();
            for (var j = 0; j < groups.Length; j++)
            {
                var place = at["rules"][i]["forward"][j]["targetGroup"];
                if (!options.TargetGroups.ContainsKey(groups[j]) && !Tiers.IsTier(groups[j]))
                    yield return place.Error($"'{groups[j]}' is not a target group: it is no tier and not in loadBalancer.targetGroups");
                else if (Array.IndexOf(groups, groups[j]) < j)
                    yield return place.Error($"'{groups[j]}' stands twice: keep one");
            }
        }
    }

    private static IEnumerable<ConfigError> ValidateHosts(LoadBalancerOptions options, ConfigPath at)
    {
        foreach (var (host, tiers) in options.Hosts)
        {
            foreach (var tier in tiers.Where(tier => !Tiers.IsTier(tier)))
                yield return at[host].Error($"names '{tier}', which is not one of {string.Join(", ", Tiers.Names)}");

            if (tiers.Count == 0)
                yield return at[host].Error("names no tier: take the host out of 'hosts' if it is not to be served");
        }

        foreach (var twins in options.Hosts.Keys.GroupBy(host => host, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            yield return at[twins.First()].Error("stands twice, in other letters: keep one");
    }
}
