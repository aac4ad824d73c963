using System.Text.Json;
using Bulwark.Posture.Reports;

namespace Bulwark.Posture.Tests.Reports;

public sealed class SarifReportTests
{
    [Fact]
    public void Has_a_rule_and_a_result_for_every_probe()
    {
        using var stream = new MemoryStream();
        SarifReport.Write(stream, SampleReport.Create());
        using var document = JsonDocument.Parse(stream.ToArray());
        var run = document.RootElement.GetProperty("runs")[0];
        var results = run.GetProperty("results").EnumerateArray().ToList();

        Assert.Equal("2.1.0", document.RootElement.GetProperty("version").GetString());
        Assert.Equal(
            results.Select(result => result.GetProperty("ruleId").GetString()),
            run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()), StringComparer.Ordinal);
        Assert.Equal(["pass", "fail", "open", "notApplicable"], results.Select(result => result.GetProperty("kind").GetString()), StringComparer.Ordinal);
        Assert.Equal(["none", "error", "none", "none"], results.Select(result => result.GetProperty("level").GetString()), StringComparer.Ordinal);
        Assert.Equal([0, 1, 2, 3], results.Select(result => result.GetProperty("ruleIndex").GetInt32()));
        Assert.Equal(
            """[{"physicalLocation":{"artifactLocation":{"uri":"https://localhost:9443/"}}}]""",
            JsonSerializer.Serialize(results[1].GetProperty("locations")));
    }
}
