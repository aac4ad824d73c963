using System.CommandLine;
using System.Globalization;
using Bulwark.Proxy.Firewall.Evidence;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf report</c>: what the firewall found, whose it was, and what blocking would have refused.</summary>
internal static class WafReportVerb
{
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    public static Command Create()
    {
        var verb = new Command("report", "Tell from the firewall's log what was found, where, whose it was, and what blocking would have refused");
        var since = TimeOption.Create("--since", "How far back [default: 24h]", TimeOption.TenYears);
        verb.Options.Add(since);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction((parse, _) =>
        {
            var report = EvidenceReport.Of(new FirewallLogFiles(instance.Data(parse)), TimeProvider.System.GetUtcNow() - (parse.GetValue(since) ?? OneDay));
            if (parse.GetValue(json))
                JsonOutput.Write(report, EvidenceJson.Default.EvidenceReport);
            else
                Print(report);

            return Task.FromResult(0);
        });
        return verb;
    }

    private static void Print(EvidenceReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Since {report.Since:u}: {report.Requests} requests of {report.Clients} clients left a line; {report.Blocked} were refused, {report.WouldBlock} would be with everything in block."));
        Console.WriteLine(report.Members == 0
            ? "No line names a signed-in member, so it is not known whose requests these were."
            : string.Create(CultureInfo.InvariantCulture, $"{Share(report.MemberRequests, report.Requests)} of them came from {report.Members} signed-in members."));
        if (report.Traffic.Requests > 0)
            PrintTraffic(report.Traffic);

        if (report.BrokenLines > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.BrokenLines} lines of the log could not be read."));

        if (report.Groups.Count > 0)
            Console.Write($"\nGroups\n{Entries(report.Groups, entry => entry.Group ?? "-", "group")}");

        if (report.Rules.Count > 0)
            Console.Write($"\nRules\n{Entries(report.Rules, NameOf, "rule")}");

        if (report.Reasons.Count > 0)
            Console.Write($"\nWhat was no rule's doing\n{Reasons(report.Reasons)}");

        if (report.Unseen.Count > 0)
            Console.Write($"\nExclusions in force\n{WafProposals.Unseen(report.Unseen)}");

        PrintProposals(report);
    }

    private static void PrintTraffic(EvidenceTraffic traffic) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"In all there were {traffic.Requests} requests, {Share(traffic.MemberRequests, traffic.Requests)} of them from signed-in members; {traffic.Refused} were refused, {traffic.MemberRefused} of these a member's."));

    private static void PrintProposals(EvidenceReport report)
    {
        Console.WriteLine();
        Console.Write(WafProposals.TextOf(report));
        if (report.UnexaminedPlaces > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"There were more places than are followed; {report.UnexaminedPlaces} hits were left out. Look at a shorter time with --since."));
    }

    private static TextTable Entries(IReadOnlyList<EvidenceEntry> entries, Func<EvidenceEntry, string> name, string header)
    {
        var table = new TextTable(header, "hits", "of all", "clients", "members", "of members", "would block", "blocked", "top paths");
        foreach (var entry in entries)
        {
            table.Add(
                Printable.Of(name(entry)),
                Number(entry.Hits),
                entry.TrafficShare is { } share ? string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.###} %") : "-",
                Number(entry.Clients),
                Number(entry.Members),
                Share(entry.MemberHits, entry.Hits),
                Number(entry.WouldBlock),
                Number(entry.Blocked),
                string.Join("; ", entry.Paths.Select(path => Printable.Of($"{path.Path} ({Number(path.Hits)})"))));
        }

        return table;
    }

    private static TextTable Reasons(IReadOnlyList<EvidencePath> reasons)
    {
        var table = new TextTable("reason", "requests");
        foreach (var reason in reasons)
            table.Add(Printable.Of(reason.Path), Number(reason.Hits));

        return table;
    }

    private static string NameOf(EvidenceEntry entry) => entry.Group is null ? entry.Rule! : $"{entry.Group} {entry.Rule}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Share(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):0} %");
}
