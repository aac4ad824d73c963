using Bulwark.Core;
using Bulwark.Pki;

namespace Bulwark.Posture.Tests.Probes;

public sealed class OriginAcceptsLeafTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string EdgeClient = "origin.mtls.edge-client";
    private const string Edge = "origin.mtls.edge";

    [Theory]
    [InlineData(EdgeClient, "CN=bulwark-edge-client")]
    [InlineData(Edge, "CN=bulwark-edge")]
    public async Task Passes_when_the_leaf_gets_the_302(string id, string subject)
    {
        var store = TrustStore.Load(Deployment.Folder.Certificate(PkiFolder.OriginCa));
        await using var origin = BrokenListener.Origin(Deployment, (leaf, _) => store.Verify(leaf).IsAccepted);

        Is(ProbeOutcome.Pass, $"{subject} gets HTTP 302", await RunAsync(id, Deployment.Target(origin: origin)));
        Assert.Equal(subject, Assert.Single(origin.Requests).ClientCertificate?.Subject);
    }

    [Fact]
    public async Task Fails_when_the_leaf_is_refused()
    {
        await using var origin = BrokenListener.Origin(Deployment, (_, _) => false);

        Is(ProbeOutcome.Fail, "CN=bulwark-edge-client: closed without an answer", await RunAsync(EdgeClient, Deployment.Target(origin: origin)));
    }

    [Fact]
    public async Task Fails_on_another_answer()
    {
        await using var origin = new BrokenListener { Certificate = BrokenListener.Load(Deployment, PkiFolder.LoadBalancer), Answers = _ => BrokenListener.Response(503) }.Start();

        Is(ProbeOutcome.Fail, "CN=bulwark-edge gets HTTP 503, not 302", await RunAsync(Edge, Deployment.Target(origin: origin)));
    }

    [Fact]
    public async Task Fails_when_somebody_else_answers()
    {
        using var stranger = CertificateAuthority.Create("Another CA", TimeProvider.System);
        using var leaf = stranger.IssueServer("origin", ["localhost"]);
        await using var origin = new BrokenListener { Certificate = leaf, Answers = _ => BrokenListener.Response(302) }.Start();

        Is(ProbeOutcome.Fail, "the load balancer's certificate is not trusted: RemoteCertificateChainErrors", await RunAsync(EdgeClient, Deployment.Target(origin: origin)));
    }

    [Theory]
    [InlineData(200, ProbeOutcome.Pass)]
    [InlineData(404, ProbeOutcome.Pass)]
    [InlineData(400, ProbeOutcome.Fail)]
    [InlineData(403, ProbeOutcome.Fail)]
    [InlineData(496, ProbeOutcome.Fail)]
    [InlineData(503, ProbeOutcome.Fail)]
    public async Task Takes_any_ordinary_answer_of_another_deployment(int status, ProbeOutcome expected)
    {
        await using var origin = new BrokenListener { Certificate = BrokenListener.Load(Deployment, PkiFolder.LoadBalancer), Answers = _ => BrokenListener.Response(status) }.Start();

        Assert.Equal(expected, (await RunAsync(EdgeClient, Foreign(origin))).Outcome);
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Edge, Foreign(origin))).Outcome);
    }

    [Fact]
    public async Task Knows_another_deployments_load_balancer_by_the_ca_that_is_named()
    {
        using var stranger = CertificateAuthority.Create("Another CA", TimeProvider.System);
        using var leaf = stranger.IssueServer("origin", ["localhost"]);
        await using var origin = new BrokenListener { Certificate = leaf, Answers = _ => BrokenListener.Response(302) }.Start();

        Assert.Equal(ProbeOutcome.Fail, (await RunAsync(EdgeClient, Foreign(origin))).Outcome);
    }

    [Fact]
    public async Task Asks_under_the_name_that_clients_use()
    {
        await using var origin = BrokenListener.Origin(Deployment, (_, _) => true);

        var result = await RunAsync(EdgeClient, Deployment.Target(origin: origin) with { ServerName = "chat.example.org" });

        Assert.Equal(ProbeOutcome.Pass, result.Outcome);
        Assert.Equal("chat.example.org", Assert.Single(origin.Requests).Host);
    }

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(EdgeClient, Deployment.Target())).Outcome);

    [Fact]
    public async Task Learns_nothing_without_a_certificate() =>
        Is(ProbeOutcome.Inconclusive, "no client certificate of this deployment is at hand: name it with --client-cert and --client-key", await RunAsync(EdgeClient, Deployment.Target() with { Credentials = null }));

    [Fact]
    public async Task Says_why_the_certificate_cannot_be_used()
    {
        using var empty = new Bulwark.Testing.TemporaryDirectory();
        var credentials = new PostureCredentials(Deployment.Pki with { Data = new Core.Hosting.DataDirectory(empty.Path) });

        var problem = await Assert.ThrowsAsync<OperatorException>(() => RunAsync(EdgeClient, Deployment.Target() with { Credentials = credentials }));

        Assert.StartsWith($"The certificate file {empty.Path}/pki/edge-client.pem cannot be read: ", problem.Message, StringComparison.Ordinal);
    }

    private PostureTarget Foreign(BrokenListener origin)
    {
        var client = (Deployment.Folder.Certificate(PkiFolder.EdgeClient), Deployment.Folder.Key(PkiFolder.EdgeClient));
        var files = new CredentialFiles { Client = client, OriginCa = Deployment.Folder.Certificate(PkiFolder.OriginCa) };
        return Deployment.Target(origin: origin) with { Data = null, Credentials = new PostureCredentials(files, authorityKey: null, TimeProvider.System) };
    }
}
