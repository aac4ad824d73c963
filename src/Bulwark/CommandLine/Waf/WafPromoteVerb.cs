using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Bulwark.Core.Control;
using Bulwark.Proxy.Firewall.Control;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf promote GROUP</c>: takes a group one step from count to block, when the evidence suffices.</summary>
internal static class WafPromoteVerb
{
    public static Command Create()
    {
        var verb = new Command("promote", "Take a group of rules one step from count to block: for 1 %, 10 %, 100 % of the clients; exits with 1 when the step is skipped for lack of evidence");
        var group = new Argument<string>("GROUP") { Description = "The group: core, crs, ...; 'bulwark waf status' shows all" };
        var limit = new Option<double?>("--limit")
        {
            Description = "Fall back to count when more of the members' requests are refused than this [default: that of the step before, at first 0.1%]",
            HelpName = "SHARE%",
            CustomParser = ParseLimit,
        };
        verb.Arguments.Add(group);
        verb.Options.Add(limit);
        var tier = WafTiers.AddTo(verb);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var data = instance.Data(parse);
            var request = new FirewallPromotionRequest { Group = parse.GetRequiredValue(group), Limit = parse.GetValue(limit) };
            var isAdvanced = false;
            foreach (var name in await WafTiers.ChooseAsync(parse.GetValue(tier), data, cancellationToken))
            {
                using var control = new ControlClient(data, name);
                var answer = await control.PostAsync(
                    "/waf/promote", request, FirewallControlJson.Default.FirewallPromotionRequest, FirewallControlJson.Default.FirewallPromotionAnswer, cancellationToken);
                isAdvanced |= answer.IsAdvanced;
                if (parse.GetValue(json))
                    JsonOutput.Write(answer, FirewallControlJson.Default.FirewallPromotionAnswer);
                else
                    Console.Write(TextOf(name, answer));
            }

            return isAdvanced ? 0 : 1;
        });
        return verb;
    }

    /// <summary>What is printed for people.</summary>
    internal static string TextOf(string tier, FirewallPromotionAnswer answer)
    {
        var table = WafCohorts.Table(answer.Before, answer.Blocking, answer.Counting);
        return string.Create(CultureInfo.InvariantCulture, $"Firewall of the {tier}: group {answer.Group}: {Outcome(answer)}\nSince {answer.CountedSince:u}:\n{table}\n");
    }

    private static string Outcome(FirewallPromotionAnswer answer)
    {
        if (answer.Skipped is not null)
            return string.Create(CultureInfo.InvariantCulture, $"step skipped, it blocks for {answer.Percent} % of the clients as before. {answer.Skipped}");

        var step = string.Create(
            CultureInfo.InvariantCulture,
            $"blocks for {answer.Percent} % of the clients now, before for {answer.Before} %. It falls back to count when more than {WafCohorts.Share(answer.Limit)} of members' requests are refused.");
        return answer.Percent == 100 ? $"{step} Write 'block' into waf.groups of the settings to keep it there." : step;
    }

    private static double? ParseLimit(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text.EndsWith('%') && double.TryParse(text.AsSpan()[..^1].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent <= 100)
            return percent / 100;

        result.AddError($"--limit '{text}' is not a share such as 0.1% or 2%.");
        return null;
    }
}
