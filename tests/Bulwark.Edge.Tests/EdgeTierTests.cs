using System.Net.Security;
using System.Security.Authentication;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bulwark.Edge.Tests;

public sealed class EdgeTierTests
{
    [Theory]
    [InlineData("/_matrix/client/v3/rooms/%21%41%7e~!$&'()*+,;=:@-._/send/m.room.message/%F0%9F%98%80")]
    [InlineData("/_matrix/client/v3/rooms/!r:localhost/state/a.b/x%2fy%2FZ%3a%3A%23")]
    [InlineData("/_matrix/client/v3/x|y\"z<w>{v}^u`t[s]")]
    [InlineData("/_matrix/client/v3/sync?filter={\"a\":[1]}&b=%zz&c=a+b&d=|^`&&=&?/../..//%2e%2e")]
    [InlineData("/_matrix/client/versions?")]
    [InlineData("/_matrix/client/v3/rooms/!r:localhost/state/a.b/50%25/")]
    [InlineData("/_matrix/client/v3/rooms/!r:localhost/event/$Q2hhdA-_0123456789abcdefghijklmnopqrstuvwxyz")]
    public async Task Brings_the_bytes_of_the_target_to_the_tier_unchanged(string target)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = new RawTier(edge.Socket("homeserver"));
        await using var http2 = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));

        var answer = await edge.ExchangeAsync($"GET {target} HTTP/1.1\r\nHost: localhost:8443\r\nConnection: close\r\n\r\n");
        await http2.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        await http2.Stream.WriteAsync(
            Http2Frames.Request((":method", "GET"), (":scheme", "https"), (":path", target), (":authority", "localhost:8443")), Deadline.Token());

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(200, await Http2Frames.ReadStatusAsync(http2.Stream));
        for (var i = 0; i < 2; i++)
        {
            var head = await homeserver.NextAsync();
            Assert.Equal($"GET {target} HTTP/1.1", head[0]);
            Assert.Contains("Host: localhost:8443", head, StringComparer.Ordinal);
        }
    }

    [Theory]
    [InlineData("localhost", "localhost", 302)]
    [InlineData("LocalHost:1", "localhost", 302)]
    [InlineData("localhost", "LOCALHOST", 302)]
    [InlineData("example.org", "localhost", 421)]
    [InlineData("127.0.0.1", "localhost", 421)]
    [InlineData("[::1]", "localhost", 421)]
    [InlineData("localhost.", "localhost", 421)]
    [InlineData("", "localhost", 421)]
    [InlineData("localhost@example.org", "localhost", 400)]
    public async Task Serves_only_the_listed_hosts(string host, string serverName, int status)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var client = await edge.ConnectAsync(serverName);
        await client.SendAsync($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", await client.ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>And ends the connection, for nothing that comes on it could be served.</summary>
    [Theory]
    [InlineData("example.org")]
    [InlineData("127.0.0.1")]
    public async Task Refuses_a_handshake_that_names_another_server_than_Host_does(string serverName)
    {
        await using var edge = await EdgeFixture.StartAsync();
        var options = edge.Tls(serverName: serverName);
        options.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.RemoteCertificateNameMismatch;
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, options);
        await client.SendAsync("GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n\r\n");

        var answer = await client.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 421 ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"errcode":"M_UNKNOWN","error":"This host is not served here"}""", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_a_connection_of_HTTP_2_that_names_no_server_after_its_first_answer()
    {
        await using var edge = await EdgeFixture.StartAsync();
        var options = edge.Tls(SslApplicationProtocol.Http2, serverName: "127.0.0.1");
        options.RemoteCertificateValidationCallback = (_, _, _, errors) => errors == SslPolicyErrors.RemoteCertificateNameMismatch;
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, options);
        await client.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        await client.Stream.WriteAsync(Http2Frames.Request((":method", "GET"), (":scheme", "https"), (":path", "/"), (":authority", "localhost")), Deadline.Token());

        var types = new List<int>();
        while (await Http2Frames.ReadFrameAsync(client.Stream) is { } frame)
            types.Add(frame.Type);

        Assert.Contains((int)Http2Frames.Headers, types);
        Assert.Contains((int)Http2Frames.GoAway, types);
    }

    [Fact]
    public async Task A_connection_that_named_a_server_goes_on_after_a_request_for_another_host()
    {
        await using var edge = await EdgeFixture.StartAsync();

        var answers = await edge.ExchangeAsync("GET / HTTP/1.1\r\nHost: example.org\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Contains("HTTP/1.1 421 ", answers, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 302 ", answers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_the_authority_of_HTTP_2_for_the_host()
    {
        await using var edge = await EdgeFixture.StartAsync();

        Assert.Equal(302, await StatusAsync(edge, (":authority", "localhost")));
        Assert.Equal(421, await StatusAsync(edge, (":authority", "example.org")));
        Assert.Equal(421, await StatusAsync(edge, (":authority", "example.org"), ("host", "localhost")));
        Assert.Equal(421, await StatusAsync(edge, ("x", "no authority")));
    }

    [Fact]
    public async Task Tells_the_tier_no_other_host_than_the_authority_of_HTTP_2()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = new RawTier(edge.Socket("homeserver"));
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        await client.Stream.WriteAsync(
            Http2Frames.Request(
                (":method", "GET"), (":scheme", "https"), (":path", "/_matrix/client/versions"), (":authority", "localhost"), ("host", "example.org")),
            Deadline.Token());

        Assert.Equal("Host: localhost", Line(await homeserver.NextAsync(), "Host"));
    }

    [Theory]
    [InlineData("GET /_synapse/admin/v1/server_version HTTP/1.1", 404)]
    [InlineData("GET /_SYNAPSE%2fadmin HTTP/1.1", 404)]
    [InlineData("GET /_matrix/client/v3/../../../_synapse/admin HTTP/1.1", 400)]
    [InlineData("GET https://localhost/_synapse/admin HTTP/1.1", 400)]
    [InlineData("GET //localhost/_synapse/admin HTTP/1.1", 400)]
    [InlineData("OPTIONS /v1/metadata HTTP/1.1", 404)]
    [InlineData("POST /v2/query HTTP/1.1", 404)]
    public async Task Hides_paths_by_itself_without_asking_the_load_balancer(string line, int status)
    {
        await using var edge = await EdgeFixture.StartAsync();

        var answer = await edge.ExchangeAsync($"{line}\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nCache-Control: no-store\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(0, edge.OriginConnections);
    }

    [Theory]
    [InlineData("from-client_1.2", "X-Request-Id: from-client_1.2")]
    [InlineData("short", null)]
    [InlineData("with space in it", null)]
    [InlineData("two-values\r\nX-Request-Id: of-the-header", null)]
    public async Task Tells_the_tier_who_the_client_is_in_its_own_words(string requestId, string? kept)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = new RawTier(edge.Socket("homeserver"));

        await edge.ExchangeAsync(
            "GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 2.2.2.2\r\nX-Forwarded-Proto: http\r\n"
            + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Port: 1\r\nForwarded: for=1.1.1.1\r\nCF-Ray: 1.1.1.1\r\nX_Real_IP: 1.1.1.1\r\n"
            + $"X-Request-Id: {requestId}\r\nConnection: close, X-Forwarded-For, X-Request-Id, Authorization\r\nAuthorization: Bearer abc\r\n\r\n");
        var head = await homeserver.NextAsync();

        Assert.Equal("X-Forwarded-For: 127.0.0.1", Line(head, "X-Forwarded-For"));
        Assert.Equal("X-Forwarded-Proto: https", Line(head, "X-Forwarded-Proto"));
        Assert.Equal("X-Forwarded-Host: localhost", Line(head, "X-Forwarded-Host"));
        Assert.Matches(kept ?? "^X-Request-Id: [0-9a-f]{32}$", Line(head, "X-Request-ID"));
        Assert.Equal("Authorization: Bearer abc", Line(head, "Authorization"));
        Assert.DoesNotContain(head, header => header.Contains("1.1.1.1", StringComparison.Ordinal) || header.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6")]
    public async Task Refuses_ambiguous_framing_and_closes(string headers)
    {
        await using var edge = await EdgeFixture.StartAsync();

        var answer = await edge.ExchangeAsync($"POST / HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP/1.1 302", answer, StringComparison.Ordinal);
        Assert.Equal(0, edge.OriginConnections);
    }

    [Fact]
    public async Task Refuses_transfer_encoding_in_HTTP_2()
    {
        await using var edge = await EdgeFixture.StartAsync();

        Assert.Equal(400, await StatusAsync(edge, (":authority", "localhost"), ("transfer-encoding", "chunked")));
    }

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Speaks_modern_TLS(SslProtocols version)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(version: version));

        Assert.Equal(version, client.Stream.SslProtocol);
    }

    // A client that offers TLS 1.3 too, but no cipher of it that we speak, is not helped by an old one.
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls12 | SslProtocols.Tls13)]
    public async Task Offers_no_cipher_without_authenticated_encryption(SslProtocols versions)
    {
        await using var edge = await EdgeFixture.StartAsync();
        var options = edge.Tls(version: versions);
        options.CipherSuitesPolicy = new CipherSuitesPolicy(
            [TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM,
                TlsCipherSuite.TLS_AES_128_CCM_SHA256]);

        await Assert.ThrowsAnyAsync<Exception>(() => RawTlsClient.ConnectAsync(edge.Port, options));
    }

    [Fact]
    public async Task Says_in_the_protocol_that_a_body_is_announced_as_too_large()
    {
        await using var edge = await EdgeFixture.StartAsync();

        var answer = await edge.ExchangeAsync($"POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: {50 * 1024 * 1024 + 1}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"errcode":"M_TOO_LARGE","error":"The request body is too large"}""", answer, StringComparison.Ordinal);
        Assert.Equal(0, edge.OriginConnections);
    }

    [Fact]
    public async Task Cuts_off_a_body_that_turns_out_to_be_too_large()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(context => context.Request.Body.CopyToAsync(Stream.Null));
        await using var client = await edge.ConnectAsync();

        await client.SendAsync("POST /_matrix/media/v3/upload HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        var answer = client.ReadUntilAsync("}");
        var chunk = "100000\r\n" + new string('a', 0x100000) + "\r\n";
        for (var i = 0; i < 51 && !answer.IsCompleted; i++)
            await client.SendAsync(chunk);

        Assert.StartsWith("HTTP/1.1 413 ", await answer, StringComparison.Ordinal);
        Assert.EndsWith("""{"errcode":"M_TOO_LARGE","error":"The request body is too large"}""", await answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Takes_a_large_body(int httpVersion)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            await context.Response.WriteAsync(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(body.ToArray())));
        });
        using var client = edge.Client(httpVersion);
        var content = System.Security.Cryptography.RandomNumberGenerator.GetBytes(20_000_000);
        using var body = new ByteArrayContent(content);

        using var response = await client.PostAsync(new Uri("/_matrix/media/v3/upload", UriKind.Relative), body, Deadline.Token());

        Assert.Equal(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content)), await response.Content.ReadAsStringAsync(Deadline.Token()));
    }

    [Fact]
    public async Task Sets_the_limits_that_slow_and_greedy_clients_meet()
    {
        await using var edge = await EdgeFixture.StartAsync();
        var limits = edge.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal(TimeSpan.FromSeconds(15), limits.RequestHeadersTimeout);
        Assert.Equal(TimeSpan.FromMinutes(10), limits.KeepAliveTimeout);
        Assert.Equal(50 * 1024 * 1024, limits.MaxRequestBodySize);
        Assert.Equal(100, limits.Http2.MaxStreamsPerConnection);
        Assert.Equal(240, limits.MinRequestBodyDataRate!.BytesPerSecond);
        Assert.Equal(32 * 1024, limits.MaxRequestHeadersTotalSize);
    }

    [Fact]
    public async Task Brings_a_header_in_UTF_8_to_the_tier_unchanged()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = new RawTier(edge.Socket("homeserver"));

        var answer = await edge.ExchangeAsync("GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nX-Note: caf\u00C3\u00A9\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal("x-note: caf\u00C3\u00A9", Line(await homeserver.NextAsync(), "X-Note"));
    }

    [Theory]
    [InlineData(1, 32_600)]
    [InlineData(97, 300)]
    public async Task Brings_as_many_headers_to_the_tier_as_it_takes(int count, int length)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = new RawTier(edge.Socket("homeserver"));
        var headers = string.Concat(Enumerable.Range(10, count).Select(i => $"X-{i}: {new string('a', length)}\r\n"));

        var answer = await edge.ExchangeAsync($"GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Equal(count, (await homeserver.NextAsync()).Count(line => line.EndsWith("aaaa", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Refuses_a_tunnel_for_another_protocol_than_WebSocket()
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));

        await client.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        await client.Stream.WriteAsync(
            Http2Frames.Request((":method", "CONNECT"), (":protocol", "connect-udp"), (":scheme", "https"), (":path", "/_matrix/x"), (":authority", "localhost")),
            Deadline.Token());

        Assert.Equal(400, await Http2Frames.ReadStatusAsync(client.Stream));
        Assert.Equal(0, edge.OriginConnections);
    }

    private static async Task<int?> StatusAsync(EdgeFixture edge, params (string Name, string Value)[] headers)
    {
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        await client.Stream.WriteAsync(Http2Frames.Request([(":method", "GET"), (":scheme", "https"), (":path", "/"), .. headers]), Deadline.Token());
        return await Http2Frames.ReadStatusAsync(client.Stream);
    }

    private static string Line(string[] head, string name) => Assert.Single(head, line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
}
