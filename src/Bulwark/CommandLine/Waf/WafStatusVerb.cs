using System.CommandLine;
using System.Globalization;
using Bulwark.Core.Control;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Control;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf status</c>: the groups of rules and their modes.</summary>
internal static class WafStatusVerb
{
    public static Command Create()
    {
        var verb = new Command("status", "Show the groups of rules and how far each may go");
        var tier = WafTiers.AddTo(verb);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var data = instance.Data(parse);
            foreach (var name in await WafTiers.ChooseAsync(parse.GetValue(tier), data, cancellationToken))
            {
                using var control = new ControlClient(data, name);
                var report = await control.GetAsync("/waf/status", FirewallControlJson.Default.FirewallReport, cancellationToken);
                if (parse.GetValue(json))
                    JsonOutput.Write(report, FirewallControlJson.Default.FirewallReport);
                else
                    Console.Write($"Firewall of the {name}:\n{Groups(report)}\n{Rules(report)}{Cohorts(report)}");
            }

            return 0;
        });
        return verb;
    }

    internal static string Word(FirewallMode mode) => mode switch
    {
        FirewallMode.Off => "off",
        FirewallMode.Count => "count",
        FirewallMode.Block => "block",
    };

    private static TextTable Groups(FirewallReport report)
    {
        var table = new TextTable("group", "live", "settings", "rules", "set by", "promotion");
        foreach (var group in report.Groups)
            table.Add(group.Name, Word(group.Live), Word(group.Declared), group.Rules.ToString(CultureInfo.InvariantCulture), SetBy(group), Promotion(group));

        return table;
    }

    private static string Cohorts(FirewallReport report) => string.Concat(report.Groups
        .Where(group => group.Promotion is not null)
        .Select(group => (group.Name, Promotion: group.Promotion!))
        .Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"Group {one.Name} since {one.Promotion.CountedSince:u}:\n{WafCohorts.Table(one.Promotion.Percent, one.Promotion.Blocking, one.Promotion.Counting)}\n")));

    private static string Rules(FirewallReport report)
    {
        if (report.Rules.Count == 0)
            return "";

        var table = new TextTable("rule", "priority", "action", "group");
        foreach (var rule in report.Rules)
            table.Add(Printable.Of(rule.Name), rule.Priority.ToString(CultureInfo.InvariantCulture), rule.Action ?? "-", rule.Group ?? "-");

        return $"{table}\n";
    }

    private static string SetBy(FirewallGroupView group) => group.SetAt is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"user {group.SetByUserId}, process {group.SetByProcessId}, {at:u}")
        : "the settings";

    private static string Promotion(FirewallGroupView group) => group.Promotion is { } promotion
        ? string.Create(CultureInfo.InvariantCulture, $"blocks for {promotion.Percent} % of the clients since {promotion.Since:u}; limit {WafCohorts.Share(promotion.Limit)}")
        : "-";
}
