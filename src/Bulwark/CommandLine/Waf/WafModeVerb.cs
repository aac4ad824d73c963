using System.CommandLine;
using Bulwark.Core.Control;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Control;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf mode GROUP off|count|block</c>: sets how far a group may go, at once.</summary>
internal static class WafModeVerb
{
    public static Command Create()
    {
        var verb = new Command("mode", "Set how far a group of rules may go, at once and until the next start or apply");
        var group = new Argument<string>("GROUP") { Description = "The group: core, admin-paths, ...; 'bulwark waf status' shows all" };
        var mode = new Argument<FirewallMode>("MODE") { Description = "off: its rules are not asked. count: what matches is logged. block: what its rules refuse is answered with 403", HelpName = "off|count|block" };
        mode.AcceptOnlyFromAmong("off", "count", "block");
        verb.Arguments.Add(group);
        verb.Arguments.Add(mode);
        var tier = WafTiers.AddTo(verb);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var data = instance.Data(parse);
            var request = new FirewallModeRequest { Group = parse.GetRequiredValue(group), Mode = parse.GetRequiredValue(mode) };
            foreach (var name in await WafTiers.ChooseAsync(parse.GetValue(tier), data, cancellationToken))
            {
                using var control = new ControlClient(data, name);
                var set = await control.PostAsync(
                    "/waf/mode", request, FirewallControlJson.Default.FirewallModeRequest, FirewallControlJson.Default.FirewallGroupView, cancellationToken);
                if (parse.GetValue(json))
                    JsonOutput.Write(set, FirewallControlJson.Default.FirewallGroupView);
                else
                    Print(name, set);
            }

            return 0;
        });
        return verb;
    }

    private static void Print(string tier, FirewallGroupView set)
    {
        Console.WriteLine($"Firewall of the {tier}: group {set.Name} is '{WafStatusVerb.Word(set.Live)}' now.");
        if (set.Live != set.Declared)
            Console.WriteLine($"The settings say '{WafStatusVerb.Word(set.Declared)}', which the next start or apply puts into force again.");
    }
}
