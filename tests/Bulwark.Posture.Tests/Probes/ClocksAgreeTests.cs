namespace Bulwark.Posture.Tests.Probes;

public sealed class ClocksAgreeTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.clock";

    [Fact]
    public async Task Passes_when_both_say_the_same() => Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Id, GoodEdge.Answers)).Outcome);

    [Theory]
    [InlineData(-120)]
    [InlineData(120)]
    public async Task Fails_when_they_are_two_minutes_apart(int seconds)
    {
        var result = await RunAsync(Id, _ => BrokenListener.Response(302, $"Date: {TimeProvider.System.GetUtcNow().AddSeconds(seconds):r}"));

        Assert.Equal(ProbeOutcome.Fail, result.Outcome);
        Assert.EndsWith(" s apart: set the clocks", result.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Test: yes")]
    [InlineData("Date: yesterday")]
    public async Task Learns_nothing_without_a_date(string header) =>
        Is(ProbeOutcome.Inconclusive, "GET / answers HTTP 302 without a date", await RunAsync(Id, _ => BrokenListener.Response(302, header)));

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() => Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, Deployment.Target())).Outcome);
}
