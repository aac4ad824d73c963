using System.CommandLine;
using System.Globalization;
using Bulwark.Core.Revisions;
using Bulwark.Revisions;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark history</c>: which settings were in force, since when, and who put them there.</summary>
internal static class HistoryVerb
{
    public static Command Create()
    {
        var verb = new Command("history", "List the revisions of the settings, with who and when");
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(parse =>
        {
            var history = new RevisionFolder(instance.Data(parse)).Read();
            var inForce = history.IntendedAt(TimeProvider.System.GetUtcNow())?.Number ?? 0;
            if (parse.GetValue(json))
                JsonOutput.Write(new HistoryReport(inForce, history.Confirmed, history.ConfirmBy, history.Events), CommandLineJson.Default.HistoryReport);
            else
                Console.Write(Table(history, inForce));

            return 0;
        });
        return verb;
    }

    private static TextTable Table(RevisionHistory history, int inForce)
    {
        var table = new TextTable("revision", "when", "who", "process", "what");
        var current = history.Events.LastOrDefault(step => step.Number == inForce && step.Step == RevisionStep.InForce);
        foreach (var step in history.Events.Where(step => step.Step != RevisionStep.Prepared))
        {
            table.Add(
                step.Number.ToString(CultureInfo.InvariantCulture),
                step.Time.ToString("u", CultureInfo.InvariantCulture),
                $"{step.User} ({step.UserId})",
                step.ProcessId.ToString(CultureInfo.InvariantCulture),
                What(step) + (ReferenceEquals(step, current) ? "  <- in force" : ""));
        }

        return table;
    }

    private static string What(RevisionEvent step) => step switch
    {
        { Step: RevisionStep.Abandoned } => "refused by a tier; nothing was changed",
        { Step: RevisionStep.Confirmed } => "confirmed",
        { Step: RevisionStep.RolledBack, Cause: RevisionCause.Start } => $"never confirmed: rolled back to {step.Other} at a start",
        { Step: RevisionStep.RolledBack } => $"not confirmed in time: rolled back to {step.Other}",
        { Promotion: { } promotion } => What(promotion),
        { Cause: RevisionCause.Rollback } => $"rollback from {step.Other}",
        { Cause: RevisionCause.Start } => "start",
        { ConfirmBy: { } until } => $"apply, to be confirmed by {until:u}",
        _ => "apply",
    };

    private static string What(RevisionPromotion promotion) => promotion.Percent > 0
        ? $"promote: {promotion.Group} of the {promotion.Tier} blocks for {promotion.Percent} % of the clients"
        : $"{promotion.Group} of the {promotion.Tier} is no longer promoted: {promotion.Reason}";
}
