using System.CommandLine;
using Bulwark.Core.Hosting;
using Bulwark.Revisions;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark plan</c>: what <c>apply</c> would change, and what would hinder it.</summary>
internal static class PlanVerb
{
    public static Command Create()
    {
        var verb = new Command("plan", "Show what differs between the settings in force and the settings file; exit 0 also when something does");
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var data = instance.Data(parse);
            var plan = await SettingsPlan.CreateAsync(data, instance.ConfigFile(parse), TimeProvider.System, cancellationToken);
            if (parse.GetValue(json))
                JsonOutput.Write(plan, CommandLineJson.Default.PlanReport);
            else
                Print(plan, data);

            return 0;
        });
        return verb;
    }

    private static void Print(PlanReport plan, DataDirectory data)
    {
        foreach (var warning in plan.Warnings)
            Console.Error.WriteLine($"warning: {warning}");

        if (plan.ConfirmBy is { } until)
            Console.WriteLine($"Revision {plan.Revision} is in force until {until:u} unless it is confirmed: bulwark apply --confirm --data {data.Root}");

        if (plan.Changes.Count == 0)
        {
            Console.WriteLine($"{plan.File} says what revision {plan.Revision} says, which is in force.");
            return;
        }

        Console.Write(Table(plan.Changes));
        foreach (var problem in plan.Problems)
            Console.WriteLine(problem);

        Console.WriteLine(Advice(plan, data));
    }

    /// <summary>The settings that differ, one a row.</summary>
    public static TextTable Table(IReadOnlyList<SettingsChange> changes)
    {
        var table = new TextTable("setting", "in force", "declared", "takes effect");
        foreach (var change in changes)
            table.Add(change.Path, change.Old ?? "-", change.New ?? "-", change.NeedsStart ? "at the next start" : "live");

        return table;
    }

    private static string Advice(PlanReport plan, DataDirectory data)
    {
        var back = plan.RolledBack
            ? $"\nThe file says what was rolled back. Make it say what is in force: bulwark rollback {plan.Revision} --write --data {data.Root}"
            : "";
        if (!plan.IsRunning)
            return $"Nothing runs; the next start puts the file into force{(plan.RolledBack ? " only after it was changed" : "")}.{back}";

        return plan.Problems.Count > 0
            ? $"Apply would refuse this and change nothing; a start takes what needs one: bulwark up --data {data.Root}{back}"
            : $"Put it into force with: bulwark apply --data {data.Root}{back}";
    }
}
