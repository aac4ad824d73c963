using System.Text.Json;

namespace Bulwark.Posture.Reports;

/// <summary>The report as SARIF 2.1.0 (OASIS), for code-scanning dashboards.</summary>
public static class SarifReport
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>Writes one log with one run.</summary>
    public static void Write(Stream stream, PostureReport report)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("$schema", Schema);
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, report);
        json.WriteStartArray("results");
        for (var index = 0; index < report.Probes.Count; index++)
            WriteResult(json, report, index);

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTool(Utf8JsonWriter json, PostureReport report)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "bulwark verify");
        json.WriteStartArray("rules");
        foreach (var (probe, _, _) in report.Probes)
        {
            json.WriteStartObject();
            json.WriteString("id", probe.Id);
            WriteText(json, "shortDescription", probe.Meaning);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, PostureReport report, int index)
    {
        var (probe, result, _) = report.Probes[index];
        json.WriteStartObject();
        json.WriteString("ruleId", probe.Id);
        json.WriteNumber("ruleIndex", index);
        json.WriteString("kind", Kind(result.Outcome));

        // Section 3.27.10: whatever is no failure has the level none.
        json.WriteString("level", result.Outcome == ProbeOutcome.Fail ? "error" : "none");
        WriteText(json, "message", result.Evidence);
        WriteLocation(json, IsAboutOrigin(probe) && report.Origin is { } origin ? origin : report.Edge);
        json.WriteEndObject();
    }

    private static bool IsAboutOrigin(IProbe probe) => probe.Id.StartsWith("origin.", StringComparison.Ordinal);

    /// <summary>Section 3.27.9: "open" means that there was not enough to decide.</summary>
    private static string Kind(ProbeOutcome outcome) => outcome switch
    {
        ProbeOutcome.Pass => "pass",
        ProbeOutcome.Fail => "fail",
        ProbeOutcome.Inconclusive => "open",
        ProbeOutcome.Risk => "review",
        ProbeOutcome.NotApplicable => "notApplicable",
    };

    private static void WriteText(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    private static void WriteLocation(Utf8JsonWriter json, Uri uri)
    {
        json.WriteStartArray("locations");
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", uri.ToString());
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }
}
