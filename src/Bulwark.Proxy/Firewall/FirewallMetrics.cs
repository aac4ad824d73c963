using System.Diagnostics.Metrics;
using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Proxy.Firewall;

/// <summary>The instruments of the firewall.</summary>
internal static class FirewallMetrics
{
    private static readonly Meter Meter = new("Bulwark.Proxy");

    private static readonly Counter<long> Matches = Meter.CreateCounter<long>("bulwark.waf.rule.matches", "{match}", "Rules that matched, by rule, group and what was done");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>("bulwark.waf.requests", "{request}", "Requests in which the firewall found something, by what was done and why");

    private static readonly Counter<long> Lost = Meter.CreateCounter<long>("bulwark.waf.log.lost", "{line}", "Lines of the firewall's log that could not be written");

    private static readonly Counter<long> Promotions = Meter.CreateCounter<long>("bulwark.waf.promotions", "{step}", "Steps of groups from count to block, by group and result: advance, skip, fallback, end");

    private static readonly Counter<long> NotSampled = Meter.CreateCounter<long>("bulwark.waf.samples.lost", "{request}", "Samples of requests that could not be kept");

#pragma warning disable IDE0052 // the meter asks it
    private static readonly ObservableGauge<long> Held =
        Meter.CreateObservableGauge("bulwark.waf.held", () => RequestFirewall.Memory.Held, "By", "Memory of bodies that wait for their verdict");
#pragma warning restore IDE0052

    /// <summary>Counts a decision of the rules.</summary>
    public static void Decided(FirewallDecision decision)
    {
        Requests.Add(1, new("action", decision.IsBlocked ? "block" : "count"), new("reason", "rule"));
        if (!Matches.Enabled)
            return;

        foreach (var match in decision.Matches)
            Matches.Add(1, new("rule.id", match.Rule), new("group", match.Group), new("action", match.Action == AclActionKind.Block ? "block" : "count"));
    }

    /// <summary>Counts what was not a rule's decision.</summary>
    public static void Noticed(FirewallRefusal refusal, bool isRefused) =>
        Requests.Add(1, new("action", isRefused ? "block" : "count"), new("reason", refusal.Reason));

    /// <summary>A step of a promotion was taken or skipped, or the promotion is over.</summary>
    public static void Promoted(string group, string result) => Promotions.Add(1, new("group", group), new("result", result));

    public static void LinesLost(int count) => Lost.Add(count);

    public static void SamplesLost(int count) => NotSampled.Add(count);
}
