using Bulwark.Core.Hosting;
using Bulwark.Revisions;

namespace Bulwark.CommandLine;

/// <summary>Tells what <c>apply</c> or <c>rollback</c> did.</summary>
internal static class SwapOutput
{
    private const int Refused = 1;

    /// <summary>Writes the report; gives the exit status: 1 when nothing was changed because a tier refused, or when a tier is late.</summary>
    public static int Write(SwapReport report, bool json, DataDirectory data)
    {
        if (json)
            JsonOutput.Write(report, CommandLineJson.Default.SwapReport);
        else
            Print(report, data);

        return report.Problems.Count + report.Late.Count == 0 ? 0 : Refused;
    }

    private static void Print(SwapReport report, DataDirectory data)
    {
        if (report.Problems.Count > 0)
        {
            foreach (var problem in report.Problems)
                Console.Error.WriteLine(problem);

            Console.Error.WriteLine($"bulwark: Nothing was changed: revision {report.Revision} stays in force. What needs a start takes effect at the next one: bulwark up --data {data.Root}");
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
