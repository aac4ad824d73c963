namespace Bulwark.Posture.Tests.Probes;

public sealed class EdgeRefusesUnknownHostsTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.host.unknown";

    [Fact]
    public async Task Passes_on_421() => Is(ProbeOutcome.Pass, "3 of 3 unknown hosts refused", await RunAsync(Id, GoodEdge.Answers));

    [Fact]
    public async Task Fails_when_a_strange_name_is_served() =>
        Is(ProbeOutcome.Fail, "Host bulwark-probe.invalid with SNI localhost answers HTTP 200, not 421", await RunAsync(Id, _ => BrokenListener.Response(200)));

    [Fact]
    public async Task Fails_when_only_an_address_is_served() =>
        Is(ProbeOutcome.Fail, "Host 192.0.2.1 with SNI localhost answers HTTP 404, not 421",
            await RunAsync(Id, request => BrokenListener.Response(request.Host == "192.0.2.1" ? 404 : 421)));

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, Deployment.Target())).Outcome);
}
