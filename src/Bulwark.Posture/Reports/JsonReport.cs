using System.Text.Json;

namespace Bulwark.Posture.Reports;

/// <summary>The report for programs.</summary>
public static class JsonReport
{
    /// <summary>Writes one JSON object.</summary>
    public static void Write(Stream stream, PostureReport report)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("edge", report.Edge.ToString());
        json.WriteString("origin", report.Origin?.ToString());
        json.WriteString("startedAt", report.StartedAt);
        json.WriteNumber("durationSeconds", Math.Round(report.Duration.TotalSeconds, 3));
        json.WriteNumber("exitStatus", report.ExitStatus);
        json.WriteStartArray("probes");
        foreach (var probe in report.Probes)
            Write(json, probe);

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ProbeReport report)
    {
        json.WriteStartObject();
        json.WriteString("id", report.Probe.Id);
        json.WriteString("result", TableReport.Word(report.Result.Outcome));
        json.WriteString("meaning", report.Probe.Meaning);
        json.WriteString("evidence", report.Result.Evidence);
        json.WriteString("sibling", report.Probe.Sibling);
        json.WriteNumber("durationSeconds", Math.Round(report.Duration.TotalSeconds, 3));
        json.WriteEndObject();
    }
}
