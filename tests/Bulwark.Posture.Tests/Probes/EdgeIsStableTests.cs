namespace Bulwark.Posture.Tests.Probes;

public sealed class EdgeIsStableTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.stability";

    [Fact]
    public async Task Passes_with_percentiles_when_all_are_answered()
    {
        var result = await RunAsync(Id, GoodEdge.Answers);

        Assert.Equal(ProbeOutcome.Pass, result.Outcome);
        Assert.Matches(@"^50 of 50; p50 \d+\.\d ms, p90 \d+\.\d ms, p99 \d+\.\d ms$", result.Evidence);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    public async Task Fails_when_one_of_them_is_not(int bad)
    {
        var number = 0;

        var result = await RunAsync(Id, request => Interlocked.Increment(ref number) == bad ? BrokenListener.Response(502) : GoodEdge.Answers(request));

        Is(ProbeOutcome.Fail, $"request {bad} of 50 answers HTTP 502, not 200", result);
    }

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() => Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, Deployment.Target())).Outcome);
}
