using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>Asks a web ACL, as edge and load balancer do; only rates are not counted, since a recording runs through in no time.</summary>
/// <param name="acl">The web ACL.</param>
internal sealed class AclReplay(WebAcl acl)
{
    public ReplayVerdict Judge(RecordedRequest request)
    {
        using var transaction = acl.Begin();
        ReplayedRequest.Show(request, transaction);
        var decision = acl.Decide(transaction, countsRates: false);
        var wouldBlock = decision.IsBlocked || decision.Matches.Any(match => match is { Configured: AclActionKind.Block, Action: AclActionKind.Count });
        return new ReplayVerdict(wouldBlock, decision.IsBudgetExceeded, [.. decision.Matches.Select(match => new ReplayMatch(match.Group, match.Rule, match.Match?.Variables ?? []))]) { Decider = DeciderOf(decision) };
    }

    private static ReplayDecider? DeciderOf(FirewallDecision decision) =>
        decision.IsBlocked ? new ReplayDecider(decision.Group, decision.GroupRule ?? decision.Rule ?? "default action") : null;
}
