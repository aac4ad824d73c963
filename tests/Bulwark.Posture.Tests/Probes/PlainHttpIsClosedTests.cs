using System.Text;
using Bulwark.Pki;

namespace Bulwark.Posture.Tests.Probes;

public sealed class PlainHttpIsClosedTests(Deployment deployment) : ProbeFixture(deployment)
{
    private const string Id = "edge.plain-http.closed";

    [Fact]
    public async Task Passes_when_tls_ports_speak_tls_alone_and_the_others_are_closed()
    {
        await using var server = Tls();

        Is(ProbeOutcome.Pass, "closed", await RunAsync(Id, Deployment.Target(server, server)));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(301)]
    public async Task Fails_when_a_tls_port_answers_plain_http(int status)
    {
        await using var edge = Tls();
        await using var origin = Plain(BrokenListener.Response(status));

        Is(ProbeOutcome.Fail, $"localhost:{origin.Port} answers plain HTTP with HTTP {status}", await RunAsync(Id, Deployment.Target(edge, origin)));
    }

    [Fact]
    public async Task Passes_when_a_tls_port_answers_that_it_wants_tls()
    {
        await using var server = Plain(BrokenListener.Response(400));

        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Id, Deployment.Target(server, server))).Outcome);
    }

    [Theory]
    [InlineData(false, ProbeOutcome.Fail)]
    [InlineData(true, ProbeOutcome.Pass)]
    public async Task A_redirect_to_https_is_a_fault_unless_the_settings_ask_for_it(bool hasHttpRedirect, ProbeOutcome expected)
    {
        await using var server = Tls();
        await using var redirect = Plain(BrokenListener.Response(301, "Location: https://localhost:8443/"));
        var target = Deployment.Target(server, server) with { PlainHttpPorts = [redirect.Port], HasHttpRedirect = hasHttpRedirect };

        Assert.Equal(expected, (await RunAsync(Id, target)).Outcome);
    }

    [Theory]
    [InlineData(true, ProbeOutcome.Pass)]
    [InlineData(false, ProbeOutcome.Fail)]
    public async Task Another_programs_port_is_no_fault_of_a_local_instance(bool isLocal, ProbeOutcome expected)
    {
        await using var server = Tls();
        await using var another = Plain(BrokenListener.Response(200, body: "another program"));
        var target = Deployment.Target(server, server) with { PlainHttpPorts = [another.Port] };

        Assert.Equal(expected, (await RunAsync(Id, isLocal ? target : target with { Data = null })).Outcome);
    }

    [Fact]
    public async Task A_port_that_speaks_something_else_speaks_no_http()
    {
        await using var server = Tls();
        await using var another = Plain("SSH-2.0-OpenSSH");

        Assert.Equal(ProbeOutcome.Pass, (await RunAsync(Id, Deployment.Target(server, server) with { PlainHttpPorts = [another.Port], Data = null })).Outcome);
    }

    [Fact]
    public async Task Learns_nothing_when_nothing_listens() =>
        Assert.Equal(ProbeOutcome.Inconclusive, (await RunAsync(Id, Deployment.Target())).Outcome);

    private BrokenListener Tls() => new BrokenListener { Certificate = BrokenListener.Load(Deployment, PkiFolder.EdgeServer) }.Start();

    private static BrokenListener Plain(string answer) => new BrokenListener { AnswersBytes = _ => Encoding.ASCII.GetBytes(answer) }.Start();
}
