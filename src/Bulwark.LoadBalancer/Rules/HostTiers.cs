using System.Collections.Frozen;
using Bulwark.LoadBalancer.TargetGroups;
using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>Which tiers each host name serves. A name of which the settings say nothing serves all.</summary>
internal sealed class HostTiers
{
    private readonly FrozenDictionary<string, FrozenSet<string>> _hidden;
    private readonly FrozenDictionary<string, FrozenSet<string>>.AlternateLookup<ReadOnlySpan<char>> _byName;

    public HostTiers(IReadOnlyDictionary<string, IReadOnlyList<string>> hosts)
    {
        _hidden = hosts.ToFrozenDictionary(host => host.Key, host => Tiers.Names.Except(host.Value, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase);
        _byName = _hidden.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>True when a request for its host may go to the target group.</summary>
    public bool Serves(HttpContext context, string targetGroup) =>
        _hidden.Count == 0 || !_byName.TryGetValue(HostName.Of(context), out var hidden) || !hidden.Contains(targetGroup);
}
