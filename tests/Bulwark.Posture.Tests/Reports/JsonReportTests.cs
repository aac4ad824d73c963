using System.Text.Json;
using Bulwark.Posture.Reports;

namespace Bulwark.Posture.Tests.Reports;

public sealed class JsonReportTests
{
    [Fact]
    public void Has_every_probe_and_the_exit_status()
    {
        using var stream = new MemoryStream();
        JsonReport.Write(stream, SampleReport.Create());
        using var document = JsonDocument.Parse(stream.ToArray());
        var root = document.RootElement;

        Assert.Equal(1, root.GetProperty("exitStatus").GetInt32());
        Assert.Equal("https://localhost:9443/", root.GetProperty("origin").GetString());
        Assert.Equal("2026-01-02T03:04:05+00:00", root.GetProperty("startedAt").GetString());
        Assert.Equal(["pass", "fail", "inconclusive", "n/a"], root.GetProperty("probes").EnumerateArray().Select(probe => probe.GetProperty("result").GetString()), StringComparer.Ordinal);
        Assert.Equal(
            """{"id":"origin.mtls.expired","result":"fail","meaning":"The meaning of origin.mtls.expired","evidence":"answered \u0022\u003Chtml\u003E\u0022 \u0026 more","sibling":"origin.mtls.edge-client","durationSeconds":0.5}""",
            JsonSerializer.Serialize(root.GetProperty("probes")[1]));
    }
}
