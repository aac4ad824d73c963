using Bulwark.Pki;

namespace Bulwark.Posture.Tests.Probes;

public sealed class WeakCiphersAreRefusedTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Edge = "edge.tls.weak-ciphers";
    private const string Origin = "origin.tls.weak-ciphers";

    private static readonly byte[] HandshakeFailure = [0x15, 3, 3, 0, 2, 2, 40];

    [Theory]
    [InlineData(Edge, PkiFolder.EdgeServer)]
    [InlineData(Origin, PkiFolder.LoadBalancer)]
    public async Task Passes_when_only_strong_suites_are_taken(string id, string leaf)
    {
        await using var server = new BrokenListener { Certificate = BrokenListener.Load(Deployment, leaf) }.Start();

        Is(ProbeOutcome.Pass, "5 of 5 kinds of weak suites get no handshake", await RunAsync(id, Deployment.Target(server, server)));
    }

    [Fact]
    public async Task Finds_what_a_tls_library_takes_by_default()
    {
        await using var server = new BrokenListener { Certificate = BrokenListener.Load(Deployment, PkiFolder.EdgeServer), TakesWeakCiphers = true }.Start();

        var result = await RunAsync(Edge, Deployment.Target(server) with { Limits = Impatient });

        Assert.Equal(ProbeOutcome.Fail, result.Outcome);
        Assert.StartsWith("CBC is accepted: suite 0xC0", result.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_on_an_alert()
    {
        await using var server = new BrokenListener { AnswersBytes = _ => HandshakeFailure }.Start();

        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Edge, Deployment.Target(server))).Outcome);
    }

    [Fact]
    public async Task Does_not_stumble_over_a_server_hello_that_is_cut_short()
    {
        await using var server = new BrokenListener { AnswersBytes = _ => [0x16, 3, 3] }.Start();

        Is(ProbeOutcome.Fail, "RSA key exchange is accepted: suite unknown", await RunAsync(Edge, Deployment.Target(server)));
    }

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Edge, Deployment.Target())).Outcome);

    [Fact]
    public async Task Does_not_apply_to_a_load_balancer_that_nobody_named() =>
        Assert.Equal(ProbeOutcome.NotApplicable, (await RunAsync(Origin, Deployment.Target() with { Origin = null })).Outcome);
}
