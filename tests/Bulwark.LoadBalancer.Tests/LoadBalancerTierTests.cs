using System.Net.Security;
using Bulwark.Pki;
using Bulwark.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bulwark.LoadBalancer.Tests;

public sealed class LoadBalancerTierTests
{
    [Theory]
    [InlineData("localhost", "localhost", 302)]
    [InlineData("LOCALHOST:9443", "localhost", 302)]
    [InlineData("127.0.0.1", "localhost", 421)]
    [InlineData("[::1]:9443", "localhost", 421)]
    [InlineData("origin", "origin", 421)]
    [InlineData("localhost", "origin", 421)]
    [InlineData("example.org", "localhost", 421)]
    [InlineData("localhost.", "localhost", 421)]
    [InlineData("", "localhost", 421)]
    public async Task Serves_only_the_listed_hosts_to_a_stranger(string host, string serverName, int status)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();

        var answer = await lb.ExchangeAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", PkiFolder.EdgeClient, serverName);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", 302)]
    [InlineData("example.org", 421)]
    [InlineData("127.0.0.1", 421)]
    public async Task Lets_the_edge_name_the_origin_in_its_handshake(string host, int status)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();

        var answer = await lb.ExchangeAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n", PkiFolder.Edge, "origin");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Treats_a_handshake_without_a_server_name_as_one_with_another_name()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();

        // .NET sends no server name for an IP address; the leaf names 127.0.0.1.
        var answer = await lb.ExchangeAsync("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", PkiFolder.EdgeClient, "127.0.0.1");

        Assert.StartsWith("HTTP/1.1 421 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /healthz HTTP/1.0\r\n\r\n", 421)]
    [InlineData("GET http://localhost/healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400)]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400)]
    [InlineData("CONNECT localhost:443 HTTP/1.1\r\nHost: localhost:443\r\nConnection: close\r\n\r\n", 400)]
    public async Task Refuses_other_forms_of_a_target(string request, int status)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", await lb.ExchangeAsync(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/version?")]
    [InlineData("/_matrix/client/v3/rooms/%21%41%7e~!$&'()*+,;=:@-._/send/m.room.message/%F0%9F%98%80")]
    [InlineData("/_matrix/client/v3/rooms/!r:localhost/state/a.b/x%2fy%2FZ%3a%3A")]
    [InlineData("/_matrix/client/v3/x|y\"z<w>{v}^u`t[s]")]
    [InlineData("/_matrix/client/v3/sync?filter={\"a\":[1]}&b=%zz&c=a+b&d=|\\^`&&=&?/../..//%2e%2e")]
    [InlineData("/_matrix/client/v3/rooms/!r:localhost/state/a.b/50%25/")]
    [InlineData("/_matrix/client/v3/a/.../b")]
    public async Task Forwards_the_bytes_of_the_target_unchanged(string target)
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var homeserver = new RawTier(lb.Socket(target.StartsWith("/v1/", StringComparison.Ordinal) ? "data-api" : "homeserver"));

        var answer = await lb.ExchangeAsync($"GET {target} HTTP/1.1\r\nHost: localhost:9443\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        var head = await homeserver.NextAsync();
        Assert.Equal($"GET {target} HTTP/1.1", head[0]);
        Assert.Contains("Host: localhost:9443", head, StringComparer.Ordinal);
    }

    [Fact]
    public async Task Keeps_a_connection_for_more_than_one_request()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var client = await lb.ConnectAsync();

        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 302 ", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Negotiates_HTTP_2_first()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        using var leaf = lb.Leaf(PkiFolder.Edge);
        var options = lb.Tls(leaf);
        options.ApplicationProtocols = [SslApplicationProtocol.Http11, SslApplicationProtocol.Http2];
        await using var client = await RawTlsClient.ConnectAsync(lb.Port, options);

        Assert.Equal(SslApplicationProtocol.Http2, client.Stream.NegotiatedApplicationProtocol);
    }

    [Fact]
    public async Task Never_ends_a_shared_connection_because_one_client_takes_its_answer_slowly()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        var limits = lb.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(240, limits.MinRequestBodyDataRate!.BytesPerSecond); // edges are exempt
        Assert.Null(limits.MinResponseDataRate);
        Assert.Equal(256, limits.Http2.MaxStreamsPerConnection);
        Assert.Equal(50 * 1024 * 1024, limits.MaxRequestBodySize);
    }
}
