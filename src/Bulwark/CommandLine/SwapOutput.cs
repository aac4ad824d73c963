using Bulwark.Core.Hosting;
using Bulwark.Revisions;

namespace Bulwark.CommandLine;

/// <summary>Tells what <c>apply</c> or <c>rollback</c> did.</summary>
internal static class SwapOutput
{
    private const int Refused = 1;

    /// <summary>Writes the report; gives the exit status: 1 when nothing was changed because a tier refused, or when a tier is late; 2 when the file is invalid.</summary>
    public static int Write(SwapReport report, bool json, DataDirectory data)
    {
        if (json)
            JsonOutput.Write(report, CommandLineJson.Default.SwapReport);
        else
            Print(report, data);

        if (report.IsInvalid)
            return BulwarkCommand.WrongUsage;

        return report.Problems.Count + report.Late.Count == 0 ? 0 : Refused;
    }

    /// <summary>What is in force after all, and what to do.</summary>
    internal static string Refusal(SwapReport report, DataDirectory data) =>
        $"bulwark: Nothing was changed: revision {report.Revision} stays in force."
        + (report.Problems.Any(ProblemLines.NeedsStart) ? $" What needs a start takes effect at the next one: bulwark up --data {data.Root}" : "");

    private static void Print(SwapReport report, DataDirectory data)
    {
        foreach (var warning in report.Warnings)
            Console.Error.WriteLine($"warning: {warning}");

        if (report.Problems.Count > 0)
        {
            foreach (var problem in report.Problems)
                Console.Error.WriteLine(problem);

            Console.Error.WriteLine(Refusal(report, data));
            return;
        }

        if (report.Changes.Count > 0)
            Console.Write(PlanVerb.Table(report.Changes));

        Console.WriteLine(report.Revision == report.Before
            ? $"Revision {report.Revision} is in force; nothing differs."
            : $"Revision {report.Revision} is in force; before it was revision {report.Before}.");
        foreach (var written in report.Written)
            Console.WriteLine(written);

        if (report.ConfirmBy is { } until)
            Console.WriteLine($"It ends at {until:u} unless it is confirmed: bulwark apply --confirm --data {data.Root}");

        if (report.Tiers.Count == 0 && report.Revision != report.Before)
            Console.WriteLine("Nothing runs; the next start uses it.");

        foreach (var late in report.Late)
            Console.Error.WriteLine($"bulwark: Not everywhere yet: {late} It goes on trying; bulwark status shows it.");
    }
}
