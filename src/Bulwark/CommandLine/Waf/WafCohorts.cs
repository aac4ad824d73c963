using System.Globalization;
using Bulwark.Proxy.Firewall.Control;

namespace Bulwark.CommandLine.Waf;

/// <summary>What a group did with the requests of those for whom it blocks, and of the others.</summary>
internal static class WafCohorts
{
    /// <summary>Both cohorts, as far as somebody is in them.</summary>
    public static TextTable Table(int percent, FirewallCohortView blocking, FirewallCohortView counting)
    {
        var table = new TextTable("cohort", "clients", "requests", "matched", "refused", "members", "their requests", "refused", "rate");
        if (percent > 0)
            Add(table, string.Create(CultureInfo.InvariantCulture, $"blocking ({percent} %)"), blocking);

        if (percent < 100)
            Add(table, "counting (would be refused)", counting);

        return table;
    }

    /// <summary>A share as people write it: <c>0.1 %</c>.</summary>
    public static string Share(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.###} %");

    private static void Add(TextTable table, string name, FirewallCohortView cohort) => table.Add(
        name,
        Number(cohort.Clients),
        Number(cohort.Requests),
        Number(cohort.Matches),
        Number(cohort.Refusals),
        Number(cohort.Members),
        Number(cohort.MemberRequests),
        Number(cohort.MemberRefusals),
        cohort.MemberRequests == 0 ? "-" : Share(cohort.RefusalRate));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
