using System.Net;
using System.Net.Sockets;
using Bulwark.Core.Hosting;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Tests.Limits;

public sealed class LimitTests
{
    private const string Close = "Host: localhost\r\nConnection: close\r\n";

    [Fact]
    public async Task A_body_that_announces_too_much_is_told_so_in_the_words_of_its_protocol()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Limits.BodyLimits = [new() { Path = "/_matrix/", Bytes = 10 }]);

        var answer = await edge.ExchangeAsync($"PUT /_matrix/client/v3/x HTTP/1.1\r\n{Close}Content-Length: 11\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nAccess-Control-Allow-Origin: *\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"errcode":"M_TOO_LARGE","error":"The request body is too large"}""", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 200)] // the framing of the chunks counts too
    [InlineData(101, 413)]
    public async Task A_body_in_chunks_is_cut_off_where_it_becomes_too_large(int length, int status)
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Limits.BodyLimits = [new() { Path = "/_matrix/", Bytes = 100 }]);
        await using var homeserver = await edge.StartHomeserverAsync(async context => await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted));

        var answer = await edge.ExchangeAsync(
            $"PUT /_matrix/client/v3/x HTTP/1.1\r\n{Close}Transfer-Encoding: chunked\r\n\r\n{length:x}\r\n{new string('x', length)}\r\n0\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 2_000, 404)]
    [InlineData(1, 2_001, 414)]
    [InlineData(2, 2_000, 404)]
    [InlineData(2, 2_001, 414)]
    public async Task A_target_that_is_too_long_is_told_so_in_the_words_of_its_protocol(int version, int length, int status)
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Limits.UriBytes = 2_000);
        using var client = edge.Client(version);

        using var response = await client.GetAsync("/_matrix/key/" + new string('x', length - 13), TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("\"errcode\":", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 302)]
    [InlineData(200, 431)]
    public async Task More_headers_than_the_limit_end_the_connection(int count, int status)
    {
        await using var edge = await EdgeFixture.StartAsync();

        var answer = await edge.ExchangeAsync($"GET /none HTTP/1.1\r\n{Close}{string.Concat(Enumerable.Range(0, count).Select(i => $"X-{i}: y\r\n"))}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nConnection: close\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_address_has_no_more_connections_than_it_may_until_one_of_them_ends()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) =>
        {
            options.Limits.ConnectionsPerAddress = 2;
            options.Limits.UnboundedAddresses = [];
        });

        await using (var first = await edge.ConnectAsync())
        {
            await using var second = await edge.ConnectAsync();
            Assert.False(await IsAcceptedAsync(edge));
        }

        await WaitUntilAsync(() => IsAcceptedAsync(edge));
    }

    [Fact]
    public async Task All_clients_together_have_no_more_connections_than_they_may()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Limits.Connections = 1);
        await using var first = await edge.ConnectAsync();

        Assert.False(await IsAcceptedAsync(edge));
    }

    [Fact]
    public async Task One_address_has_no_more_requests_under_way_than_it_may()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) =>
        {
            options.Limits.RequestsPerAddress = 1;
            options.Limits.UnboundedAddresses = [];
        });
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        await using var homeserver = await edge.StartHomeserverAsync(async _ =>
        {
            entered.TrySetResult();
            await leave.Task;
        });
        using var client = edge.Client(2);
        var held = client.GetAsync("/_matrix/client/v3/sync", TestContext.Current.CancellationToken);
        await entered.Task.WaitAsync(Deadline.Default, TestContext.Current.CancellationToken);

        using var refused = await client.GetAsync("/_matrix/client/versions", TestContext.Current.CancellationToken);
        leave.SetResult();
        using var first = await held;
        using var next = await client.GetAsync("/_matrix/client/versions", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("*", Assert.Single(refused.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task New_limits_hold_without_a_start()
    {
        var options = new EdgeOptions();
        await using var edge = await EdgeFixture.StartAsync((given, _) => options = given);
        using var client = edge.Client();
        var longTarget = "/" + new string('x', 3_000);
        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync(longTarget, TestContext.Current.CancellationToken)).StatusCode);

        using var prepared = edge.Services.GetRequiredService<ISettingsSwap<EdgeOptions>>().Prepare(
            options with { Limits = new() { UriBytes = 1_024, HeaderCount = 20 }, Addresses = new() { Deny = ["192.0.2.1"] } }, edge.Environment);
        prepared.PutIntoForce();

        Assert.Equal(HttpStatusCode.RequestUriTooLong, (await client.GetAsync(longTarget, TestContext.Current.CancellationToken)).StatusCode);
        var answer = await edge.ExchangeAsync($"GET /none HTTP/1.1\r\n{Close}{string.Concat(Enumerable.Range(0, 30).Select(i => $"X-{i}: y\r\n"))}\r\n");
        Assert.StartsWith("HTTP/1.1 431 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.0/8", 403)]
    [InlineData("192.0.2.1", 404)]
    public async Task A_denied_address_gets_403_in_the_words_of_its_protocol(string denied, int status)
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Addresses.Deny = [denied]);

        var answer = await edge.ExchangeAsync($"GET /_matrix/client/v3/none HTTP/1.1\r\n{Close}\r\n");
        await using var homeserver = await edge.StartHomeserverAsync(context => { context.Response.StatusCode = 404; return Task.CompletedTask; });
        if (status == 404)
            answer = await edge.ExchangeAsync($"GET /_matrix/client/v3/none HTTP/1.1\r\n{Close}\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        if (status == 403)
            Assert.EndsWith("""{"errcode":"M_FORBIDDEN","error":"Access denied"}""", answer, StringComparison.Ordinal);
    }

    private static async Task<bool> IsAcceptedAsync(EdgeFixture edge)
    {
        try
        {
            await using var client = await edge.ConnectAsync();
            await client.SendAsync($"GET /none HTTP/1.1\r\n{Close}\r\n");
            return (await client.ReadToEndAsync()).StartsWith("HTTP/1.1 302 ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            return false;
        }
    }

    /// <summary>The edge sees the end of a connection a moment after the client.</summary>
    private static async Task WaitUntilAsync(Func<Task<bool>> isTrue)
    {
        var deadline = Deadline.Token();
        while (!await isTrue())
            deadline.ThrowIfCancellationRequested();
    }
}
