using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Testing;

namespace Bulwark.Posture.Tests.Probes;

public sealed class OriginModesAreStrictTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.origin.ssl-mode";

    [Theory]
    [InlineData(ControlledEdge.Strict, ProbeOutcome.Pass, "strict to 1 of 1 load balancers")]
    [InlineData("""{ "origins": [{ "name": "a:443", "sslMode": "strict", "isWeak": false }, { "name": "b:80", "sslMode": "flexible", "isWeak": true }] }""", ProbeOutcome.Risk,
        "the way to b:80 has the SSL mode 'flexible': who is on it can take the load balancer's place; set sslMode to strict, then 'bulwark apply'")]
    [InlineData("""{ "origins": [] }""", ProbeOutcome.Inconclusive, "the edge names no load balancer")]
    public async Task Tells_the_ways_on_which_somebody_could_stand(string origins, ProbeOutcome expected, string evidence)
    {
        using var directory = new TemporaryDirectory();
        await using var edge = await ControlledEdge.StartAsync(directory, origins);

        Is(expected, evidence, await RunAsync(Id, Deployment.Target() with { Data = new DataDirectory(directory.Path) }));
    }

    [Fact]
    public async Task Learns_nothing_from_an_edge_that_says_something_else()
    {
        using var directory = new TemporaryDirectory();
        await using var edge = await ControlledEdge.StartAsync(directory, "[]");

        await Assert.ThrowsAsync<OperatorException>(() => RunAsync(Id, Deployment.Target() with { Data = new DataDirectory(directory.Path) }));
    }

    [Fact]
    public async Task Learns_nothing_when_the_edge_does_not_run() => Is(ProbeOutcome.Inconclusive, "the edge does not run here", await RunAsync(Id, Deployment.Target()));

    [Fact]
    public async Task Does_not_apply_to_another_deployment() =>
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(Id, Deployment.Target() with { Data = null })).Outcome);
}
