using System.Globalization;
using Bulwark.Proxy.Firewall.Replay;

namespace Bulwark.CommandLine.Waf;

/// <summary>Prints what proposed settings change about recorded traffic.</summary>
internal static class WafComparison
{
    public static void Print(ReplayComparison report)
    {
        if (report.Rules.Count > 0)
            Console.WriteLine(Table(report));

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Requests} requests: those in force refuse {report.RefusedInForce}, the proposed {report.RefusedProposed}: {report.NewlyRefused} newly refused, {report.NoLongerRefused} no longer refused."));
        if (report.Skipped > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Skipped} entries were no HTTP requests."));
    }

    private static TextTable Table(ReplayComparison report)
    {
        var table = new TextTable("rule", "group", "hits in force", "hits proposed", "newly refused", "no longer refused", "examples");
        foreach (var rule in report.Rules)
        {
            table.Add(
                Printable.Of(rule.Rule),
                rule.Group ?? "-",
                Text(rule.HitsInForce),
                Text(rule.HitsProposed),
                Text(rule.NewlyRefused),
                Text(rule.NoLongerRefused),
                string.Join(", ", rule.Examples.Select(example => $"#{Text(example)}")));
        }

        return table;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
