using System.Net;
using System.Net.Sockets;
using Bulwark.Edge.Origins;
using Bulwark.Testing;

namespace Bulwark.Edge.Tests.Origins;

public sealed class OriginPoolTests
{
    private const string Versions = "/_matrix/client/versions";

    [Fact]
    public async Task Asks_another_load_balancer_when_one_cannot_be_reached()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Origins = [Dead(), Live(options)]);
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client();

        for (var i = 0; i < 6; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(Versions, Deadline.Token())).StatusCode);
    }

    [Fact]
    public async Task Never_sends_a_POST_to_a_second_one()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Origins = [Dead(), Live(options)]);
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client();

        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 6; i++)
            statuses.Add((await client.PostAsync(Versions, new StringContent("x"), Deadline.Token())).StatusCode);

        // The one that met the dead load balancer failed, and taught the edge to leave that one alone.
        Assert.Equal(1, statuses.Count(status => status == HttpStatusCode.BadGateway));
        Assert.Equal(5, statuses.Count(status => status == HttpStatusCode.OK));
    }

    [Fact]
    public async Task Says_bad_gateway_when_none_can_be_reached()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) =>
        {
            options.Origin.Url = null;
            options.Origins = [Dead(), Dead()];
        });
        using var client = edge.Client();

        Assert.Equal(HttpStatusCode.BadGateway, (await client.GetAsync(Versions, Deadline.Token())).StatusCode);
    }

    [Fact]
    public async Task Sends_a_host_only_to_the_load_balancers_that_name_it()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) =>
        {
            var live = Live(options);
            options.Origins = [live with { Hosts = ["localhost"] }, Dead()];
        });
        await using var homeserver = await edge.StartHomeserverAsync(_ => Task.CompletedTask);
        using var client = edge.Client();

        for (var i = 0; i < 4; i++)
            Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(Versions, new StringContent("x"), Deadline.Token())).StatusCode);
    }

    [Fact]
    public async Task Takes_an_origin_without_a_valid_certificate_only_when_the_mode_says_so()
    {
        await using var strict = await EdgeFixture.StartAsync((options, _) => options.Origin.ServerName = "other");
        await using var full = await EdgeFixture.StartAsync((options, _) => (options.Origin.ServerName, options.Origin.SslMode) = ("other", SslMode.Full));
        await using var behindStrict = await strict.StartHomeserverAsync(_ => Task.CompletedTask);
        await using var behindFull = await full.StartHomeserverAsync(_ => Task.CompletedTask);
        using var toStrict = strict.Client();
        using var toFull = full.Client();

        Assert.Equal(HttpStatusCode.BadGateway, (await toStrict.GetAsync(Versions, Deadline.Token())).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await toFull.GetAsync(Versions, Deadline.Token())).StatusCode);
    }

    private static OriginServerOptions Live(EdgeOptions options)
    {
        var live = new OriginServerOptions { Url = options.Origin.Url! };
        options.Origin.Url = null;
        return live;
    }

    /// <summary>An address at which nobody listens.</summary>
    private static OriginServerOptions Dead()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new OriginServerOptions { Url = new Uri($"https://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}") };
    }
}
