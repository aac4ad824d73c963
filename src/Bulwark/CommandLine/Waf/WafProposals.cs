using System.Globalization;
using System.Text;
using System.Text.Json;
using Bulwark.Proxy.Firewall.Evidence;
using Bulwark.Proxy.Firewall.Exclusions;

namespace Bulwark.CommandLine.Waf;

/// <summary>Proposed exclusions as <c>bulwark waf report</c> prints them: the evidence beside each, then what can be pasted into the settings.</summary>
internal static class WafProposals
{
    public static string TextOf(EvidenceReport report) => report.Proposals.Count == 0
        ? $"No exclusion has its evidence: at least {EvidenceReport.LeastMembers} members whom rules would refuse at one place, and hardly anybody else there.\n"
        : $"Proposed exclusions: members were hit here, and hardly anybody else\n{Evidence(report.Proposals)}\nTo exclude all of them, in the section waf of the settings (leave out what you doubt):\n{Settings(report.Exclusions)}";

    /// <summary>What exclusions that are in force leave unseen.</summary>
    public static TextTable Unseen(IReadOnlyList<EvidenceUnseen> places)
    {
        var table = new TextTable("exclusion", "value", "not looked for", "requests", "bytes not seen", "of all bodies");
        foreach (var place in places)
        {
            table.Add(
                Printable.Of(place.Exclusion is { } of ? $"{of.Method} {of.Path}" : string.Create(CultureInfo.InvariantCulture, $"rule {place.Rule}")),
                Printable.Of(place.Exclusion?.JsonPath ?? place.Exclusion?.Field ?? place.JsonPath ?? "-"),
                Printable.Of(place.Exclusion is null ? "as the rule says" : place.Exclusion.Rule is { } rule ? string.Create(CultureInfo.InvariantCulture, $"rule {rule}") : string.Join(", ", place.Exclusion.Tags ?? [])),
                Number(place.Requests),
                Number(place.Bytes),
                string.Create(CultureInfo.InvariantCulture, $"{100 * place.Share:0.0} %"));
        }

        return table;
    }

    private static TextTable Evidence(IReadOnlyList<ProposedExclusion> proposals)
    {
        var table = new TextTable("route", "value", "not looked for", "refusals", "members", "clients", "strangers", "first", "last", "bytes no longer seen");
        foreach (var proposal in proposals)
        {
            table.Add(
                Printable.Of($"{proposal.Exclusion.Method} {proposal.Exclusion.Path}"),
                Printable.Of(proposal.Exclusion.JsonPath ?? proposal.Exclusion.Field!),
                Printable.Of(proposal.Exclusion.Rule is { } rule ? string.Create(CultureInfo.InvariantCulture, $"{proposal.Tag}, rule {rule} only") : proposal.Tag),
                Number(proposal.Hits),
                Number(proposal.Members),
                Number(proposal.Clients),
                Number(proposal.Strangers),
                Time(proposal.First),
                Time(proposal.Last),
                string.Create(CultureInfo.InvariantCulture, $"{proposal.Bytes} ({100 * proposal.ByteShare:0.0} % of what is in the log)"));
        }

        return table;
    }

    /// <summary>One exclusion a line. What stands in them are words, see the log; so there is nothing that a terminal obeys.</summary>
    private static string Settings(IReadOnlyList<FirewallExclusionOptions> exclusions)
    {
        var text = new StringBuilder("\"exclusions\": [\n");
        for (var i = 0; i < exclusions.Count; i++)
            text.Append("  ").Append(JsonSerializer.Serialize(exclusions[i], EvidenceJson.Default.FirewallExclusionOptions)).Append(i < exclusions.Count - 1 ? ",\n" : "\n");

        return text.Append("]\n").ToString();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);
}
