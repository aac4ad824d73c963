using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Bulwark.Proxy.Firewall.Replay;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf replay FILE</c>: what rules would have said of recorded traffic.</summary>
internal static class WafReplayVerb
{
    private static readonly TimeSpan BetweenProgress = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var verb = new Command("replay", "Show recorded requests to rules and tell what they would have said; nothing is sent anywhere");
        var file = new Argument<string>("FILE") { Description = "An HTTP archive (HAR 1.2), or JSON lines { method, url, headers, body }" };
        var values = new Option<bool>("--values") { Description = "Show how the values of the examples begin; they may be secrets" };
        verb.Arguments.Add(file);
        var rules = WafRulesOptions.AddTo(verb, otherwise: "the rules in force");
        var settings = WafReplayRules.AddTo(verb);
        verb.Options.Add(values);
        var json = JsonOutput.AddTo(verb);
        verb.SetAction((parse, cancellationToken) =>
        {
            var recording = new Recording(parse.GetRequiredValue(file));
            if (rules.LoadGiven(parse, blocks: false) is { } engine)
            {
                settings.RefuseBesideRules(parse);
                Write(recording.Replay(engine, parse.GetValue(values), Progress(), cancellationToken), parse.GetValue(json));
            }
            else if (settings.Proposed(parse) is { } proposed)
            {
                Write(recording.Compare(settings.InForce(parse), proposed, Progress(), cancellationToken), parse.GetValue(json));
            }
            else
            {
                Write(recording.Replay(settings.InForce(parse), parse.GetValue(values), Progress(), cancellationToken), parse.GetValue(json));
            }

            return Task.FromResult(0);
        });
        return verb;
    }

    private static void Write(ReplayReport report, bool isJson)
    {
        if (isJson)
            JsonOutput.Write(report, CommandLineJson.Default.ReplayReport);
        else
            Print(report);
    }

    private static void Write(ReplayComparison report, bool isJson)
    {
        if (isJson)
            JsonOutput.Write(report, CommandLineJson.Default.ReplayComparison);
        else
            WafComparison.Print(report);
    }

    private static Action<long, double> Progress()
    {
        var last = Stopwatch.GetTimestamp();
        return (requests, share) =>
        {
            if (Stopwatch.GetElapsedTime(last) < BetweenProgress)
                return;

            last = Stopwatch.GetTimestamp();
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bulwark: {requests} requests, {share:P0} of the file"));
        };
    }

    private static void Print(ReplayReport report)
    {
        if (report.Rules.Count > 0)
            Console.WriteLine(Table(report));

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Requests} requests: rules matched {report.Matched}, and would refuse {report.WouldBlock} if they did block."));
        if (report.BudgetExceeded > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.BudgetExceeded} of these were too costly to be inspected to their end."));

        if (report.Skipped > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.Skipped} entries were no HTTP requests."));
    }

    private static TextTable Table(ReplayReport report)
    {
        var table = new TextTable("rule", "group", "hits", "would block", "examples");
        foreach (var rule in report.Rules)
        {
            table.Add(
                rule.Rule,
                rule.Group ?? "-",
                rule.Hits.ToString(CultureInfo.InvariantCulture),
                rule.WouldBlock.ToString(CultureInfo.InvariantCulture),
                string.Join("; ", rule.Examples.Select(Text)));
        }

        return table;
    }

    private static string Text(ReplayExample example)
    {
        var variable = example.Variable is { } name ? $" {Printable.Of(name)}" : "";
        var value = example.Value is { } begin ? $" '{Printable.Of(begin)}'" : "";
        return string.Create(CultureInfo.InvariantCulture, $"#{example.Request}{variable}{value}");
    }
}
