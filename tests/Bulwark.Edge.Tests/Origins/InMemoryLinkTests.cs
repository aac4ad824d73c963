using System.Net;
using Bulwark.Core.Link;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Origins;

public sealed class InMemoryLinkTests
{
    private static readonly Uri Versions = new("/_matrix/client/versions", UriKind.Relative);

    [Fact]
    public async Task Forwards_within_the_process_without_a_socket_to_the_load_balancer()
    {
        await using var edge = await EdgeFixture.StartAsync(link: new InMemoryLink("load-balancer"));
        await using var homeserver = await edge.StartHomeserverAsync(context =>
            context.Response.WriteAsync($"{context.Request.Headers["X-Forwarded-For"]} {context.Request.Headers["X-Request-Id"]} {context.Request.Host}"));
        using var client = edge.Client();
        client.DefaultRequestHeaders.Add("X-Request-Id", "kept-1234");

        // What the edge says of its client is believed, so the load balancer knows it as the edge.
        Assert.Equal($"127.0.0.1 kept-1234 localhost:{edge.Port}", await client.GetStringAsync(Versions, Deadline.Token()));
        Assert.Equal(0, edge.OriginConnections);
    }

    [Fact]
    public async Task Goes_over_the_network_when_the_settings_name_an_origin()
    {
        await using var edge = await EdgeFixture.StartAsync(link: new InMemoryLink("load-balancer"), isOverNetwork: true);
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client();

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Versions, Deadline.Token())).StatusCode);
        Assert.Equal(1, edge.OriginConnections);
    }

    [Fact]
    public async Task Is_refused_with_a_leaf_that_the_lock_would_not_open_to()
    {
        await using var edge = await EdgeFixture.StartAsync(
            (options, folder) => options.Origin.Certificate = new() { CertificateFile = folder.Certificate(PkiFolder.AdminClient), KeyFile = folder.Key(PkiFolder.AdminClient) },
            link: new InMemoryLink("load-balancer"));
        await using var homeserver = new RawTier(edge.Socket("homeserver"));
        using var client = edge.Client();

        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync(Versions, Deadline.Token())).StatusCode);
        Assert.Equal(0, homeserver.Waiting);
    }

    [Fact]
    public async Task Leaves_the_network_listener_locked()
    {
        await using var edge = await EdgeFixture.StartAsync(link: new InMemoryLink("load-balancer"));

        Assert.Equal(0, await RawTlsClient.CountApplicationBytesAsync(edge.LoadBalancerPort, edge.OriginTls(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray()));
    }

    [Fact]
    public async Task Holds_more_long_polls_than_one_connection_has_streams()
    {
        await using var edge = await EdgeFixture.StartAsync(link: new InMemoryLink("load-balancer"));
        var release = new TaskCompletionSource();
        using var held = new CountdownEvent(1_500);
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            held.Signal();
            await release.Task.WaitAsync(Deadline.Token());
        });
        var handler = edge.Handler(httpVersion: 2);
        handler.EnableMultipleHttp2Connections = true;
        using var client = new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://localhost:{edge.Port}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        var polls = Enumerable.Range(0, 1_500).Select(_ => client.GetAsync("/_matrix/client/v3/sync?timeout=30000", Deadline.Token())).ToList();
        Assert.True(await Task.Run(() => held.Wait(Deadline.Default)), $"{held.CurrentCount} polls did not reach the tier");
        release.SetResult();

        Assert.All(await Task.WhenAll(polls), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }
}
