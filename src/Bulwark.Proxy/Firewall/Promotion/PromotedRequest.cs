using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>One request, as the promotions of the groups see it: for its client a group may block that counts for others.</summary>
internal sealed class PromotedRequest(Promotions promotions, FirewallClient client)
{
    private List<(WatchedGroup Group, bool IsBlocking)>? _resolved;

    /// <summary>The mode of a group for this request.</summary>
    /// <param name="group">The group.</param>
    /// <param name="mode">Its mode for all.</param>
    public GroupMode ModeOf(string group, GroupMode mode) => mode == GroupMode.Count && Resolve(group).IsBlocking ? GroupMode.Block : mode;

    /// <summary>Counts what a group did with the request that counts, but for its promotion.</summary>
    public void Count(string group, FirewallDecision decision)
    {
        var (isMatch, wouldRefuse) = (false, false);
        foreach (var match in decision.Matches)
        {
            if (match.Group != group)
                continue;

            isMatch = true;
            wouldRefuse |= match.Configured == AclActionKind.Block;
        }

        var isRefused = decision.IsBlocked && decision.Group == group;
        Count(group, isMatch, Resolve(group).IsBlocking ? isRefused : wouldRefuse);
    }

    /// <summary>Whether a group refuses the request for a reason that is none of its rules; counts it as refused, or to be refused.</summary>
    public bool Refuses(string group)
    {
        Count(group, isMatch: true, isRefused: true);
        return Resolve(group).IsBlocking;
    }

    private void Count(string group, bool isMatch, bool isRefused)
    {
        var (watched, isBlocking) = Resolve(group);
        (isBlocking ? watched.Blocking : watched.Counting).Add(client, isMatch, isRefused);
    }

    // The step may change while the request is judged. It is judged, and counted, by the one that it began with.
    private (WatchedGroup Group, bool IsBlocking) Resolve(string group)
    {
        foreach (var known in _resolved ?? [])
        {
            if (known.Group.Name == group)
                return known;
        }

        var watched = promotions.Of(group);
        var resolved = (watched, watched.BlocksFor(client));
        if (promotions.IsAny)
            (_resolved ??= []).Add(resolved);

        return resolved;
    }
}
