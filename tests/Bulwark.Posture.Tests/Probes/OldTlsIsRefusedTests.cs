using Bulwark.Pki;

namespace Bulwark.Posture.Tests.Probes;

public sealed class OldTlsIsRefusedTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Edge = "edge.tls.old-versions";
    private const string Origin = "origin.tls.old-versions";

    private static readonly byte[] ProtocolVersionAlert = [0x15, 3, 1, 0, 2, 2, 70];

    [Theory]
    [InlineData(Edge, PkiFolder.EdgeServer)]
    [InlineData(Origin, PkiFolder.LoadBalancer)]
    public async Task Passes_when_a_modern_server_refuses(string id, string leaf)
    {
        await using var server = new BrokenListener { Certificate = BrokenListener.Load(Deployment, leaf), Answers = GoodEdge.Answers }.Start();

        Is(ProbeOutcome.Pass, "TLS 1.1, TLS 1.0 and SSL 3.0 get no handshake", await RunAsync(id, Deployment.Target(server, server)));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Passes_on_an_alert()
    {
        await using var server = new BrokenListener { AnswersBytes = _ => ProtocolVersionAlert }.Start();

        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Edge, Deployment.Target(server))).Outcome);
    }

    [Theory]
    [InlineData(2, "TLS 1.1")]
    [InlineData(1, "TLS 1.0")]
    [InlineData(0, "SSL 3.0")]
    public async Task Fails_when_an_old_version_is_accepted_and_names_it(byte minor, string name)
    {
        // Bytes 9 and 10 of the record are the version that the client asks for.
        await using var server = new BrokenListener { AnswersBytes = hello => hello[10] >= minor ? ServerHello(minor) : ProtocolVersionAlert }.Start();

        Is(ProbeOutcome.Fail, $"{name} is accepted: the server goes on with the handshake", await RunAsync(Origin, Deployment.Target(origin: server)));
    }

    [Fact]
    public async Task Names_the_version_it_asked_for_when_the_server_hello_is_cut_short()
    {
        await using var server = new BrokenListener { AnswersBytes = _ => [0x16, 3, 2] }.Start();

        Is(ProbeOutcome.Fail, "TLS 1.1 is accepted: the server goes on with the handshake", await RunAsync(Edge, Deployment.Target(server)));
    }

    [Fact]
    public async Task Fails_when_the_port_speaks_plain_text()
    {
        await using var server = new BrokenListener { AnswersBytes = _ => "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray() }.Start();

        Is(ProbeOutcome.Fail, "TLS 1.1 gets 28 bytes that are no TLS: plain text on a TLS port", await RunAsync(Edge, Deployment.Target(server)));
    }

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Edge, Deployment.Target())).Outcome);

    [Fact]
    public async Task Does_not_apply_to_a_load_balancer_that_nobody_named() =>
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(Origin, Deployment.Target() with { Origin = null })).Outcome);

    // With TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, in one record.
    private static byte[] ServerHello(byte minor) => [0x16, 3, minor, 0, 42, 2, 0, 0, 38, 3, minor, .. new byte[32], 0, 0xC0, 0x13, 0];
}
