using System.Net;
using System.Security.Cryptography;
using Bulwark.Core.Control;
using Bulwark.Edge.Control;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Forwarding;

/// <summary>Requests without a body, through edge and load balancer and back, over both versions of HTTP to the client.</summary>
public abstract class BodylessForwarderTests(bool isLinked)
{
    private static readonly Uri Path = new("/_matrix/client/versions", UriKind.Relative);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(1, 4096)]
    [InlineData(2, 4096)]
    [InlineData(1, 3_000_001)]
    [InlineData(2, 3_000_001)]
    public async Task Brings_back_an_answer_of_known_length_byte_for_byte(int version, int length)
    {
        var body = RandomNumberGenerator.GetBytes(length);
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = await edge.StartHomeserverAsync(async context =>
        {
            context.Response.ContentLength = length;
            await context.Response.Body.WriteAsync(body);
        });
        using var client = edge.Client(version);

        using var answer = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(length, answer.Content.Headers.ContentLength);
        Assert.Equal(body, await answer.Content.ReadAsByteArrayAsync(Deadline.Token()));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(2, 100)]
    [InlineData(1, null)]
    [InlineData(2, null)]
    public async Task Part_of_an_answer_is_not_taken_for_all_of_it(int version, int? length)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = await edge.StartHomeserverAsync(async context =>
        {
            context.Response.ContentLength = length;
            await context.Response.WriteAsync("not all of it");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        using var client = edge.Client(version);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync(Path, Deadline.Token()));
    }

    [Theory]
    [InlineData(1, "Content-Length: 50\r\n\r\nnot all of it")]
    [InlineData(2, "Content-Length: 50\r\n\r\nnot all of it")]
    [InlineData(1, "Transfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\nx\r\n\r\n")]
    [InlineData(2, "Transfer-Encoding: chunked\r\n\r\nd\r\nnot all of it\r\nx\r\n\r\n")]
    public async Task No_client_is_blamed_for_part_of_an_answer(int version, string answer)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = new RawTier(edge.Socket("homeserver"), "HTTP/1.1 200 OK\r\n" + answer) { IsBrief = true };
        using var client = edge.Client(version);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetByteArrayAsync(Path, Deadline.Token()));

        using var control = new ControlClient(edge.Environment.Data, EdgeTier.Name);
        while ((await control.GetAsync("/origins", EdgeControlJson.Default.OriginsView, Deadline.Token())).Origins.Single().LastError is null)
            await Task.Delay(20, Deadline.Token());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_client_that_leaves_ends_its_request_at_the_target(int version)
    {
        var left = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = await edge.StartHomeserverAsync(async context =>
        {
            using var registration = context.RequestAborted.Register(left.SetResult);
            arrived.SetResult();
            await left.Task;
        });
        using var client = edge.Client(version);
        using var leaving = new CancellationTokenSource();

        var asking = client.GetAsync(Path, leaving.Token);
        await arrived.Task.WaitAsync(Deadline.Default, TestContext.Current.CancellationToken);
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await left.Task.WaitAsync(Deadline.Default, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_request_after_one_that_was_given_up_is_not_cut_off(int version)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = await edge.StartHomeserverAsync(context => context.Request.Query.ContainsKey("held") ? Task.Delay(Timeout.Infinite, context.RequestAborted) : context.Response.WriteAsync("here"));
        using var client = edge.Client(version);
        for (var i = 0; i < 20; i++)
        {
            using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(5));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync(new Uri("/_matrix/client/versions?held", UriKind.Relative), leaving.Token));
            Assert.Equal("here", await client.GetStringAsync(Path, Deadline.Token()));
        }
    }

    [Theory]
    [InlineData("HEAD", 200)]
    [InlineData("GET", 204)]
    [InlineData("GET", 304)]
    public async Task Answers_without_a_body_have_none_and_leave_the_connection_usable(string method, int status)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = await edge.StartHomeserverAsync(context =>
        {
            context.Response.StatusCode = status;
            if (status == StatusCodes.Status200OK)
                context.Response.ContentLength = 7;
            return Task.CompletedTask;
        });
        await using var client = await edge.ConnectAsync();

        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync($"{method} {Path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
            var head = await client.ReadUntilAsync("\r\n\r\n");
            Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
            Assert.Equal(status == StatusCodes.Status200OK, head.Contains("Content-Length: 7\r\n", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Passes_headers_on_except_those_of_one_connection()
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = new RawTier(
            edge.Socket("homeserver"),
            "HTTP/1.1 200 Fine\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nX-Own: yes\r\nContent-Length: 0\r\n\r\n");

        await using var client = await edge.ConnectAsync();

        await client.SendAsync(
            $"GET {Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nX-Two: 1\r\nX-Two: 2\r\nX-Gone: 1\r\nKeep-Alive: 1\r\nTE: trailers\r\nConnection: X-Gone\r\n\r\n");
        var answer = await client.ReadUntilAsync("\r\n\r\n");
        var request = await tier.NextAsync();

        Assert.Contains(request, line => line == "Content-Type: application/json");
        Assert.Contains(request, line => line.Equals("x-two: 1, 2", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(request, line => line.StartsWith("x-gone", StringComparison.OrdinalIgnoreCase) || line.StartsWith("keep-alive", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nx-own: yes\r\n", answer, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("timeout=5", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy-Authenticate", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Brings_back_trailers_to_a_client_that_can_read_them()
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = new RawTier(
            edge.Socket("homeserver"), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 42\r\n\r\n");
        using var client = edge.Client(2);

        using var answer = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal("body", await answer.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.Equal("42", Assert.Single(answer.TrailingHeaders.GetValues("X-Sum")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Says_which_request_had_no_answer(int version)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = new RawTier(edge.Socket("homeserver"), "not HTTP at all\r\n\r\n");
        using var client = edge.Client(version);

        using var answer = await client.GetAsync(Path, Deadline.Token());

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("""{"errcode":"M_UNKNOWN","error":"The service could not be reached"}""", await answer.Content.ReadAsStringAsync(Deadline.Token()));
    }
}

/// <summary>The load balancer is somewhere else.</summary>
public sealed class BodylessForwarderOverTheNetworkTests() : BodylessForwarderTests(isLinked: false);

/// <summary>The load balancer is in the same process and gets requests as objects.</summary>
public sealed class BodylessForwarderInMemoryTests() : BodylessForwarderTests(isLinked: true);
