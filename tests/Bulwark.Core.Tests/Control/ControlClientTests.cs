using System.Net.Sockets;
using System.Text;
using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Core.Routing;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Tests.Control;

public sealed class ControlClientTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TierEnvironment _environment;
    private readonly ControlClient _client;

    public ControlClientTests()
    {
        _environment = TestEnvironment.Create(_directory);
        _client = new ControlClient(_environment.Data, SampleTier.Name);
    }

    public void Dispose()
    {
        _client.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Reads_the_answer()
    {
        await using var tier = SampleTier.Build(_environment);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new TierHealth("ok"), await HealthAsync());
    }

    [Fact]
    public async Task Sends_what_it_is_given()
    {
        var routes = new RouteTable().Map("POST", "/echo", async (context, _) =>
            TypedResults.Stream(new MemoryStream(await ReadAsync(context.Request)), "application/json"));
        await using var tier = SampleTier.Build(_environment, routes);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        var answer = await _client.PostAsync(
            "/echo", new TierHealth("fine"), CoreJson.Default.TierHealth, CoreJson.Default.TierHealth, TestContext.Current.CancellationToken);

        Assert.Equal("fine", answer.Status);
    }

    [Fact]
    public async Task Uses_the_method_it_is_asked_to()
    {
        var routes = new RouteTable().Map("POST", "/x", MethodAsync).Map("PUT", "/x", MethodAsync).Map("DELETE", "/x", MethodAsync);
        await using var tier = SampleTier.Build(_environment, routes);
        await tier.StartAsync(TestContext.Current.CancellationToken);
        var type = CoreJson.Default.TierHealth;

        Assert.Equal("POST ", (await _client.PostAsync("/x", type, TestContext.Current.CancellationToken)).Status);
        Assert.Equal("DELETE ", (await _client.DeleteAsync("/x", type, TestContext.Current.CancellationToken)).Status);
        Assert.Equal(
            "PUT application/json; charset=utf-8",
            (await _client.PutAsync("/x", new TierHealth("fine"), type, type, TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task Says_that_the_tier_is_not_running() =>
        Assert.Equal(
            $"The sample tier is not running on {_directory.Path}. Start it with: bulwark up --data {_directory.Path}", await FailureAsync());

    [Fact]
    public async Task Says_so_too_when_a_killed_tier_left_its_socket()
    {
        await File.WriteAllTextAsync(_environment.Data.ControlSocket(SampleTier.Name), "", TestContext.Current.CancellationToken);

        Assert.StartsWith("The sample tier is not running on ", await FailureAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passes_on_the_refusal_of_the_tier()
    {
        var routes = new RouteTable().Map("GET", "/health", (_, _) => ValueTask.FromResult(ControlError.Conflict("The room 'x' exists already.")));
        await using var tier = SampleTier.Build(_environment, routes);
        await tier.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("The room 'x' exists already.", await FailureAsync());
    }

    [Theory]
    [InlineData("", "The sample tier hung up. It answers only the user who runs it: run this as that user, or look into its log.")]
    [InlineData("HTTP/1.1 500 X\r\nContent-Length: 0\r\n\r\n", "The sample tier refused with status 500.")]
    [InlineData("HTTP/1.1 400 X\r\nContent-Length: 2\r\n\r\n{}", "The sample tier refused with status 400.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnull", "The sample tier gave an empty answer to /health.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n{", "The sample tier gave no usable answer: ")]
    [InlineData("SSH-2.0-x\r\n\r\n", "The sample tier gave no usable answer: ")]
    public async Task Makes_a_sentence_of_an_answer_that_is_none(string answer, string sentence)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_environment.Data.ControlSocket(SampleTier.Name)));
        listener.Listen();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var serving = AnswerAsync(listener, answer, ended.Token);

        Assert.StartsWith(sentence, await FailureAsync(), StringComparison.Ordinal);
        await ended.CancelAsync();
        await serving;
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_not_told_that_the_tier_failed()
    {
        using var givenUp = new CancellationTokenSource();
        await givenUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.GetAsync("/health", CoreJson.Default.TierHealth, givenUp.Token));
    }

    private Task<TierHealth> HealthAsync() => _client.GetAsync("/health", CoreJson.Default.TierHealth, TestContext.Current.CancellationToken);

    private async Task<string> FailureAsync() => (await Assert.ThrowsAsync<OperatorException>(HealthAsync)).Message;

    private static ValueTask<IResult> MethodAsync(HttpContext context, RouteValues values) => ValueTask.FromResult<IResult>(
        TypedResults.Json(new TierHealth($"{context.Request.Method} {context.Request.ContentType}"), CoreJson.Default.TierHealth));

    // More than once, for a GET that was hung up on is sent again.
    private static async Task AnswerAsync(Socket listener, string answer, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptAsync(ended);
                _ = await connection.ReceiveAsync(new byte[4096], ended);
                await connection.SendAsync(Encoding.ASCII.GetBytes(answer), ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
