using Bulwark.Pki;
using Bulwark.Proxy.EdgeAuth;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests.TargetGroups;

public sealed class TargetGroupTests
{
    [Theory]
    [InlineData("/_matrix/client/versions", "application/json", """{"errcode":"M_UNKNOWN","error":"The service could not be reached"}""")]
    [InlineData("/v1/graphql", "application/json", """{"errors":[{"message":"The service could not be reached","extensions":{"path":"$","code":"bad-gateway"}}]}""")]
    [InlineData("/v1/version", "application/json", """{"path":"$","error":"The service could not be reached","code":"bad-gateway"}""")]
    [InlineData("/oauth2/token", "application/json", """{"error":"temporarily_unavailable","error_description":"The service could not be reached"}""")]
    [InlineData("/mcp", "application/json", """{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"The service could not be reached"}}""")]
    public async Task Says_in_the_words_of_the_protocol_that_a_tier_is_down_and_recovers(string path, string contentType, string body)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options => options.Auth.Routes = [new() { Path = path, Mode = EdgeAuthMode.Off }]);
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);

        using var down = await client.GetAsync(new Uri(path, UriKind.Relative), Deadline.Token());
        await using var tier = await StandInTier.StartAsync(lb.Socket(TierOf(path)), _ => Task.CompletedTask);
        using var up = await client.GetAsync(new Uri(path, UriKind.Relative), Deadline.Token());

        Assert.Equal(502, (int)down.StatusCode);
        Assert.Equal(contentType, down.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, await down.Content.ReadAsStringAsync(Deadline.Token()));
        Assert.True(down.Headers.CacheControl!.NoStore);
        Assert.Equal(200, (int)up.StatusCode);
    }

    [Fact]
    public async Task Lets_a_web_client_read_that_the_homeserver_is_down()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);

        using var down = await client.GetAsync(new Uri("/_matrix/client/versions", UriKind.Relative), Deadline.Token());

        Assert.Equal("*", Assert.Single(down.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Contains("Authorization", Assert.Single(down.Headers.GetValues("Access-Control-Allow-Headers")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Aborts_an_answer_that_the_tier_broke_off()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf);
        await using var tier = await StandInTier.StartAsync(lb.Socket("homeserver"), async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync("half of it"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri("/_matrix/client/versions", UriKind.Relative), Deadline.Token()));
    }

    [Fact]
    public async Task Tells_the_tier_that_the_client_has_left()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        var arrived = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var tier = await StandInTier.StartAsync(lb.Socket("homeserver"), async context =>
        {
            using var registration = context.RequestAborted.Register(left.SetResult);
            arrived.SetResult();
            await left.Task;
        });
        using var leaf = lb.Leaf(PkiFolder.EdgeClient);
        using var client = lb.Client(leaf, httpVersion: 2);
        using var leave = new CancellationTokenSource();

        var request = client.GetAsync(new Uri("/_matrix/client/v3/sync", UriKind.Relative), leave.Token);
        await arrived.Task.WaitAsync(Deadline.Token());
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await left.Task.WaitAsync(Deadline.Token());
    }

    private static string TierOf(string path) => path switch
    {
        "/_matrix/client/versions" => "homeserver",
        "/oauth2/token" => "identity",
        "/mcp" => "mcp",
        _ => "data-api",
    };
}
