using System.Globalization;
using Bulwark.Proxy.Firewall.Control;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>When a promotion may go on, and when it has to fall back.</summary>
internal static class PromotionRules
{
    /// <summary>So many clients make evidence.</summary>
    public const int LeastClients = 20;

    /// <summary>From fewer clients, so many requests that the group matched do.</summary>
    public const int LeastMatches = 1000;

    /// <summary>The limit of a promotion for which none is given.</summary>
    public const double DefaultLimit = 0.001;

    /// <summary>One refusal is chance, and one member alone (who may be the attacker) does not end a promotion where others go unhindered.</summary>
    private const int LeastRefusals = 2;

    /// <summary>The share that comes after one; null when there is none.</summary>
    public static int? After(int percent) => percent switch
    {
        < 1 => 1,
        < 10 => 10,
        < 100 => 100,
        _ => null,
    };

    /// <summary>Whether a group refuses more requests of a cohort's members than it may.</summary>
    public static bool Exceeds(FirewallCohortView cohort, double limit) =>
        cohort.MemberRefusals >= LeastRefusals
        && cohort.RefusedMembers >= Math.Min(LeastRefusals, cohort.Members)
        && cohort.RefusalRate > limit;

    /// <summary>What stands against a wider share, in one sentence; null when nothing does.</summary>
    public static string? Objection(FirewallCohortView blocking, FirewallCohortView counting, double limit)
    {
        var (clients, matches) = (blocking.Clients + counting.Clients, blocking.Matches + counting.Matches);
        if (clients < LeastClients && matches < LeastMatches)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"There is too little evidence: {clients} clients, {matches} requests that the group matched. A step needs {LeastClients} clients, or {LeastMatches} such requests.");
        }

        return Excess(blocking, counting, limit) is { } excess ? $"{excess}. See whose they are with: bulwark waf report" : null;
    }

    /// <summary>Which cohort exceeds the limit, and by what, without a full stop; null when none does.</summary>
    public static string? Excess(FirewallCohortView blocking, FirewallCohortView counting, double limit)
    {
        if (Exceeds(blocking, limit))
            return Tell("It refused", blocking, limit);

        return Exceeds(counting, limit) ? Tell("Where it counts it would have refused", counting, limit) : null;
    }

    private static string Tell(string what, FirewallCohortView cohort, double limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what} {cohort.MemberRefusals} of {cohort.MemberRequests} requests of members ({100 * cohort.RefusalRate:0.##} %, of {cohort.RefusedMembers} members); the limit is {100 * limit:0.##} %");
}
