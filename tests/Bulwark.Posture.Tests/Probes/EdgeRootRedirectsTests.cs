namespace Bulwark.Posture.Tests.Probes;

public sealed class EdgeRootRedirectsTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.root.redirect";

    [Fact]
    public async Task Passes_on_a_302() =>
        Is(ProbeOutcome.Pass, "GET / answers 302 to https://example.org/", await RunAsync(Id, GoodEdge.Answers));

    [Theory]
    [InlineData(200, "X-Test: yes", "GET / answers HTTP 200, not 302 with a location")]
    [InlineData(301, "Location: https://example.org/", "GET / answers HTTP 301, not 302 with a location")]
    [InlineData(302, "X-Test: yes", "GET / answers HTTP 302, not 302 with a location")]
    public async Task Fails_on_any_other_answer(int status, string header, string evidence) =>
        Is(ProbeOutcome.Fail, evidence, await RunAsync(Id, _ => BrokenListener.Response(status, header)));

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, Deployment.Target())).Outcome);
}
