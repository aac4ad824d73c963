namespace Bulwark.Posture.Tests.Reports;

/// <summary>A run with one probe of each outcome.</summary>
internal static class SampleReport
{
    public static PostureReport Create() => new()
    {
        Edge = new Uri("https://localhost:8443"),
        Origin = new Uri("https://localhost:9443"),
        StartedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(1.25),
        Probes =
        [
            Row("edge.versions", ProbeResult.Pass("GET / answers 200")),
            Row("origin.mtls.expired", ProbeResult.Fail("answered \"<html>\" & more"), "origin.mtls.edge-client"),
            Row("edge.host.unknown", ProbeResult.Inconclusive("localhost:8443 cannot be reached"), "edge.versions"),
            Row("files.private", ProbeResult.NotApplicable("another machine")),
        ],
    };

    private static ProbeReport Row(string id, ProbeResult result, string? sibling = null) =>
        new(new SampleProbe(id, result, sibling), result, TimeSpan.FromMilliseconds(500));
}
