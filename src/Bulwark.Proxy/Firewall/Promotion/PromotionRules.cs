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

    /// <summary>The time that is looked at for itself, because in what a step has seen in weeks the refusals of an hour would drown.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

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

    /// <summary>Whether a group has lately refused more than chance makes of what it may refuse: by three standard deviations, for there are many windows.</summary>
    public static bool ExceedsLately(RecentRefusals recent, long members, double limit)
    {
        var allowed = recent.Requests * limit;
        return recent.Refusals > allowed + (3 * Math.Sqrt(allowed)) + LeastRefusals && recent.RefusedMembers >= Math.Min(LeastRefusals, members);
    }

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

    /// <summary>Which cohort exceeds the limit in the current window, and by what, without a full stop; null when none does.</summary>
    public static string? RecentExcess(CohortCount blocking, CohortCount counting, double limit)
    {
        if (ExceedsLately(blocking.Recent(), blocking.View().Members, limit))
            return Tell("It lately refused", blocking.Recent(), limit);

        return ExceedsLately(counting.Recent(), counting.View().Members, limit) ? Tell("Where it counts it would lately have refused", counting.Recent(), limit) : null;
    }

    private static string Tell(string what, FirewallCohortView cohort, double limit) =>
        Tell(what, new RecentRefusals(cohort.MemberRequests, cohort.MemberRefusals, cohort.RefusedMembers), limit);

    private static string Tell(string what, RecentRefusals seen, double limit) => string.Create(
        CultureInfo.InvariantCulture,
        $"{what} {seen.Refusals} of {seen.Requests} requests of members ({100.0 * seen.Refusals / seen.Requests:0.##} %, of {seen.RefusedMembers} members); the limit is {100 * limit:0.##} %");
}
