using Bulwark.Pki;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Tests.Wire;

public sealed class RawClientTests(Deployment deployment)
{
    private readonly RawClient _client = new(new ProbeLimits { Answer = TimeSpan.FromSeconds(1) });

    [Fact]
    public async Task A_closed_port_is_unreachable_and_not_a_refusal()
    {
        var port = BrokenListener.ClosedPort;

        Assert.Equal(new Answer(AnswerKind.Unreachable, $"localhost:{port} cannot be reached: ConnectionRefused"), await AskAsync(port));
    }

    [Fact]
    public async Task A_connection_that_ends_without_a_byte_is_refused()
    {
        await using var server = new BrokenListener().Start();

        Assert.Equal(AnswerKind.Refused, (await AskAsync(server.Port)).Kind);
    }

    [Fact]
    public async Task One_byte_is_an_answer()
    {
        await using var server = new BrokenListener { AnswersBytes = _ => [42] }.Start();

        var answer = await AskAsync(server.Port);

        Assert.Equal(AnswerKind.Answered, answer.Kind);
        Assert.Equal([42], answer.Bytes.ToArray());
        Assert.Equal("1 bytes that are not HTTP/1.1", answer.ToString());
    }

    [Fact]
    public async Task An_endless_answer_is_cut()
    {
        await using var server = new BrokenListener { AnswersBytes = _ => new byte[1024 * 1024] }.Start();

        Assert.InRange((await AskAsync(server.Port)).Bytes.Length, 256 * 1024, 272 * 1024);
    }

    [Fact]
    public async Task A_session_is_never_resumed_so_that_no_certificate_is_carried_over()
    {
        await using var server = new BrokenListener { Certificate = BrokenListener.Load(deployment, PkiFolder.LoadBalancer), Answers = _ => BrokenListener.Response(200) }.Start();
        var with = new TlsOffer { ServerName = "localhost", ClientCertificate = BrokenListener.Load(deployment, PkiFolder.EdgeClient) };

        foreach (var offer in new[] { with, with with { ClientCertificate = null } })
            await _client.AskAsync("localhost", server.Port, offer, RawRequest.Http1("GET", "/", "localhost"), TestContext.Current.CancellationToken);

        Assert.Contains(server.Requests, request => request.ClientCertificate is null);
        Assert.Contains(server.Requests, request => request.ClientCertificate is not null);
        Assert.False(with.ToOptions(_ => { }).AllowTlsResume);
    }

    private Task<Answer> AskAsync(int port) =>
        _client.AskAsync("localhost", port, offer: null, "hello"u8.ToArray(), TestContext.Current.CancellationToken);
}
