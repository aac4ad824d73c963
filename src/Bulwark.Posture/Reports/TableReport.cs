namespace Bulwark.Posture.Reports;

/// <summary>The table that people read.</summary>
public static class TableReport
{
    private const int ResultWidth = 12;

    /// <summary>Writes it, the totals last.</summary>
    public static void Write(TextWriter writer, PostureReport report)
    {
        var idWidth = Width("probe", report.Probes.Select(probe => probe.Probe.Id));
        var meaningWidth = Width("meaning", report.Probes.Select(probe => probe.Probe.Meaning));
        WriteRow(writer, "probe".PadRight(idWidth), "result", "meaning".PadRight(meaningWidth), "evidence");
        foreach (var (probe, result, _) in report.Probes)
            WriteRow(writer, probe.Id.PadRight(idWidth), Word(result.Outcome), probe.Meaning.PadRight(meaningWidth), result.Evidence);

        writer.WriteLine();
        writer.WriteLine(Totals(report));
    }

    /// <summary>An outcome in the words of the contract.</summary>
    internal static string Word(ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Pass => "pass",
        ProbeOutcome.Fail => "fail",
        ProbeOutcome.Inconclusive => "inconclusive",
        ProbeOutcome.Risk => "risk",
        ProbeOutcome.NotApplicable => "n/a",
    };

    private static string Totals(PostureReport report)
    {
        var totals = $"{report.Count(ProbeOutcome.Pass)} passed, {report.Count(ProbeOutcome.Fail)} failed, {report.Count(ProbeOutcome.Inconclusive)} inconclusive, " +
            $"{report.Count(ProbeOutcome.NotApplicable)} not applicable";
        return report.Count(ProbeOutcome.Risk) is var risks and > 0 ? $"{totals}, {risks} residual {(risks == 1 ? "risk" : "risks")}" : totals;
    }

    private static void WriteRow(TextWriter writer, string id, string result, string meaning, string evidence) =>
        writer.WriteLine($"{id}  {result.PadRight(ResultWidth)}  {meaning}  {evidence}");

    private static int Width(string title, IEnumerable<string> cells) => Math.Max(title.Length, cells.Max(cell => cell.Length));
}
