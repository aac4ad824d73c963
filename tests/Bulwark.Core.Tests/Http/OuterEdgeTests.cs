using System.Net;
using System.Net.Sockets;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Tests.Http;

public sealed class OuterEdgeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly RecordingLoggerFactory _log = new();
    private readonly TierEnvironment _environment;

    public OuterEdgeTests() => _environment = TestEnvironment.Create(_directory, loggerFactory: _log);

    public void Dispose()
    {
        _directory.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task Answers_in_the_words_of_the_protocol_and_tells_the_details_to_the_log_alone()
    {
        await using var tier = SampleTier.Build(_environment, publicPipeline: context =>
        {
            context.Response.Headers["X-Half-Done"] = "1";
            throw new InvalidOperationException("the secret detail");
        });
        await tier.StartAsync(TestContext.Current.CancellationToken);
        using var client = NewClient();
        client.DefaultRequestHeaders.Add("X-Request-Id", "7");

        using var response = await client.GetAsync(new Uri("http://sample/"), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal("the protocol's internal error", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.False(response.Headers.Contains("X-Half-Done"));
        var record = Assert.Single(_log.Records, record => record.Level >= LogLevel.Warning);
        Assert.Equal((101, "Request 7 failed", "the secret detail"), (record.EventId, record.Message, record.Exception?.Message));
    }

    [Fact]
    public async Task Cuts_an_answer_that_has_begun()
    {
        await using var tier = SampleTier.Build(_environment, publicPipeline: async context =>
        {
            await context.Response.WriteAsync("half an answer");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("the secret detail");
        });
        await tier.StartAsync(TestContext.Current.CancellationToken);
        using var socket = await SendAsync("GET / HTTP/1.1\r\nHost: sample\r\n\r\n");
        var answer = await ReadToEndAsync(socket);

        Assert.DoesNotContain("\r\n0\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("internal error", answer, StringComparison.Ordinal);
        Assert.Single(_log.Records, record => record.EventId == 101);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_without_an_error_in_the_log()
    {
        await using var tier = SampleTier.Build(_environment, publicPipeline: async context =>
        {
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = 10;
            context.Response.Headers["X-Half-Done"] = "1";
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        });
        await tier.StartAsync(TestContext.Current.CancellationToken);
        using var client = NewClient();
        using var content = new ByteArrayContent(new byte[11]);

        using var response = await client.PostAsync(new Uri("http://sample/"), content, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.False(response.Headers.Contains("X-Half-Done"));
        Assert.DoesNotContain(_log.Records, record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task What_the_server_refuses_while_a_body_is_read_is_told_in_the_words_of_the_protocol()
    {
        await using var tier = SampleTier.Build(
            _environment,
            publicPipeline: context => context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted),
            refused: (_, status) => TypedResults.Text($"refused with {status}", statusCode: status));
        await tier.StartAsync(TestContext.Current.CancellationToken);
        using var socket = await SendAsync("POST / HTTP/1.1\r\nHost: sample\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n");

        var answer = await ReadToEndAsync(socket);

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("refused with 400", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_error()
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var tier = SampleTier.Build(_environment, publicPipeline: async context =>
        {
            waiting.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            finally
            {
                left.SetResult();
            }
        });
        await tier.StartAsync(TestContext.Current.CancellationToken);
        using (await SendAsync("GET / HTTP/1.1\r\nHost: sample\r\n\r\n"))
            await waiting.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await tier.StopAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(_log.Records, record => record.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_its_body_is_no_error()
    {
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var tier = SampleTier.Build(_environment, publicPipeline: async context =>
        {
            reading.SetResult();
            try
            {
                await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            }
            finally
            {
                left.SetResult();
            }
        });
        await tier.StartAsync(TestContext.Current.CancellationToken);
        using (await SendAsync("POST / HTTP/1.1\r\nHost: sample\r\nContent-Length: 100\r\n\r\nhalf"))
            await reading.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);

        await left.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        await tier.StopAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain(_log.Records, record => record.Level >= LogLevel.Warning);
    }

    private async Task<Socket> SendAsync(string request)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_environment.Data.Socket(SampleTier.Name)), TestContext.Current.CancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var length)
                answer.Append(Encoding.ASCII.GetString(buffer, 0, length));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // An end too, and the clearest.
        }

        return answer.ToString();
    }

    private HttpClient NewClient() => new(UnixSocketHttp.CreateHandler(_environment.Data.Socket(SampleTier.Name)));
}
