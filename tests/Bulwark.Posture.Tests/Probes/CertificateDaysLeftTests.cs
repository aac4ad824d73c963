using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Posture.Tests.Probes;

public sealed class CertificateDaysLeftTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Edge = "edge.certificate.days-left";
    private const string Origin = "origin.certificate.days-left";
    private const string Files = "files.certificates.days-left";

    [Theory]
    [InlineData(Edge, 0, ProbeOutcome.Pass, "364 days left")]
    [InlineData(Edge, 350, ProbeOutcome.Pass, "14 days left")]
    [InlineData(Edge, 352, ProbeOutcome.Fail, "12 days left: renew it")]
    [InlineData(Origin, 0, ProbeOutcome.Pass, "364 days left")]
    [InlineData(Origin, 352, ProbeOutcome.Fail, "12 days left: renew it")]
    public async Task Counts_the_days_of_the_certificate_that_is_shown(string id, int daysOn, ProbeOutcome expected, string evidence)
    {
        await using var edge = BrokenListener.Edge(Deployment, GoodEdge.Answers);
        await using var origin = BrokenListener.Origin(Deployment, (_, _) => true);

        Is(expected, evidence, await RunAsync(id, Deployment.Target(edge, origin) with { Time = Later(daysOn) }));
    }

    [Theory]
    [InlineData(0, ProbeOutcome.Pass)]
    [InlineData(352, ProbeOutcome.Fail)]
    public async Task Counts_the_days_of_every_file(int daysOn, ProbeOutcome expected)
    {
        var result = await RunAsync(Files, Deployment.Target() with { Time = Later(daysOn) });

        Assert.Equal(expected, result.Outcome);
        Assert.Contains(expected == ProbeOutcome.Pass ? "364 days left" : "'bulwark pki rotate' makes a new one", result.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Edge)]
    [InlineData(Origin)]
    public async Task Learns_nothing_when_nothing_listens(string id) =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(id, Deployment.Target())).Outcome);

    [Fact]
    public async Task Does_not_apply_where_there_is_nothing_to_look_at()
    {
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(Origin, Deployment.Target() with { Origin = null })).Outcome);
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(Files, Deployment.Target() with { Data = null })).Outcome);
    }

    private static FakeTimeProvider Later(int days) => new(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(days));
}
