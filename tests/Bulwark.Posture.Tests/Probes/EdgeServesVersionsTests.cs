using Bulwark.Pki;

namespace Bulwark.Posture.Tests.Probes;

public sealed class EdgeServesVersionsTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.versions";

    [Fact]
    public async Task Passes_when_a_trusted_edge_answers() =>
        Is(ProbeOutcome.Pass, "GET /_matrix/client/versions answers 200", await RunAsync(Id, GoodEdge.Answers));

    [Theory]
    [InlineData(502, """{"versions":[]}""", "GET /_matrix/client/versions answers HTTP 502, not 200 with versions")]
    [InlineData(200, "<html>", "GET /_matrix/client/versions answers HTTP 200, not 200 with versions")]
    public async Task Fails_on_any_other_answer(int status, string body, string evidence) =>
        Is(ProbeOutcome.Fail, evidence, await RunAsync(Id, _ => BrokenListener.Response(status, body: body)));

    [Fact]
    public async Task Fails_when_the_certificate_is_of_another_ca()
    {
        using var stranger = CertificateAuthority.Create("Another CA", TimeProvider.System);
        using var leaf = stranger.IssueServer("edge", ["localhost"]);
        await using var edge = new BrokenListener { Certificate = leaf, Answers = GoodEdge.Answers }.Start();

        Is(ProbeOutcome.Fail, "the certificate for localhost is not trusted: RemoteCertificateChainErrors", await RunAsync(Id, Deployment.Target(edge)));
    }

    [Fact]
    public async Task Fails_when_the_certificate_is_of_another_name()
    {
        await using var edge = BrokenListener.Edge(Deployment, GoodEdge.Answers);

        Is(ProbeOutcome.Fail, "the certificate for chat.example.org is not trusted: RemoteCertificateNameMismatch",
            await RunAsync(Id, Deployment.Target(edge) with { ServerName = "chat.example.org" }));
    }

    [Fact]
    public async Task Fails_when_the_edge_closes_without_an_answer() =>
        Is(ProbeOutcome.Fail, "GET /_matrix/client/versions: closed without an answer", await RunAsync(Id, _ => ""));

    [Fact]
    public async Task Learns_nothing_when_nothing_listens()
    {
        var target = Deployment.Target();

        Is(ProbeOutcome.Inconclusive, $"localhost:{target.Edge.Port} cannot be reached: ConnectionRefused", await RunAsync(Id, target));
    }

    [Fact]
    public async Task Learns_nothing_from_silence()
    {
        await using var edge = new BrokenListener { Certificate = BrokenListener.Load(Deployment, PkiFolder.EdgeServer), IsSilent = true }.Start();

        Is(ProbeOutcome.Inconclusive, "GET /_matrix/client/versions: neither answered nor closed within 1 s", await RunAsync(Id, Deployment.Target(edge) with { Limits = Impatient }));
    }
}
