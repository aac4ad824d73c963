namespace Bulwark.Posture.Tests.Probes;

public sealed class OriginAnswersTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Host = "origin.host.unknown";
    private const string Paths = "origin.paths.hidden";

    [Theory]
    [InlineData(Host, "3 of 3 requests refused")]
    [InlineData(Paths, "23 of 23 requests refused")]
    public async Task Passes_when_a_right_certificate_opens_no_private_door(string id, string evidence)
    {
        await using var origin = BrokenListener.Origin(Deployment, (leaf, _) => leaf is not null);

        Is(ProbeOutcome.Pass, evidence, await RunAsync(id, Deployment.Target(origin: origin)));
        Assert.All(origin.Requests, request => Assert.Equal("CN=bulwark-edge-client", request.ClientCertificate?.Subject));
    }

    [Theory]
    [InlineData(Host, "GET / answers HTTP 200, not 421")]
    [InlineData(Paths, "GET /_synapse/admin/v1/server_version answers HTTP 200, not 400 or 404")]
    public async Task Fails_when_it_does(string id, string evidence)
    {
        await using var origin = new BrokenListener { Certificate = BrokenListener.Load(Deployment, Pki.PkiFolder.LoadBalancer), Answers = _ => BrokenListener.Response(200) }.Start();

        Is(ProbeOutcome.Fail, evidence, await RunAsync(id, Deployment.Target(origin: origin)));
    }

    [Theory]
    [InlineData(Host)]
    [InlineData(Paths)]
    public async Task Learns_nothing_when_nothing_listens(string id) =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(id, Deployment.Target())).Outcome);

    [Theory]
    [InlineData(Host)]
    [InlineData(Paths)]
    public async Task Does_not_apply_to_a_load_balancer_that_nobody_named(string id) =>
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(id, Deployment.Target() with { Origin = null })).Outcome);

    [Fact]
    public async Task Needs_a_certificate() =>
        Is(ProbeOutcome.Inconclusive, "no client certificate of this deployment is at hand: name it with --client-cert and --client-key", await RunAsync(Paths, Deployment.Target() with { Credentials = null }));
}
