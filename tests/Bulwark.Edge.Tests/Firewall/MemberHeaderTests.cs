using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Bulwark.Core.Http;
using Bulwark.Edge.Caching;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.Edge.Tests.Firewall;

/// <summary>By <see cref="MemberHeader"/> a tier tells the proxies whose token it has verified. It comes to the edge on every way that an answer takes, and gets no further on any.</summary>
public sealed class MemberHeaderTests
{
    private const string Sync = "/_matrix/client/v3/sync";
    private const string Member = "alice.of-the-tests";

    /// <summary>Requests of every kind, with what the service behind is to answer.</summary>
    private static readonly (string Method, string Target)[] Requests =
    [
        ("GET", Sync),
        ("HEAD", Sync),
        ("GET", Sync + "?status=304"),
        ("GET", Sync + "?status=404"),
        ("GET", Sync + "?status=500"),
        ("GET", Sync + "?body=chunked"),
        ("GET", Sync + "?body=events"),
        ("GET", Sync + "?body=trailers"),
        ("PUT", "/_matrix/client/v3/rooms/%21a%3Ab/send/m.room.message/1"),
        ("POST", Sync + "?body=trailers"),
        ("DELETE", "/_matrix/client/v3/devices/%41"),
        ("OPTIONS", Sync),
    ];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task No_client_sees_it_and_the_edge_learns_from_it(int version, bool isLinked)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var homeserver = new RecordingTier(edge.Socket("homeserver"), Answer);
        using var client = edge.Client(version);
        foreach (var (method, target) in Requests)
        {
            using var answer = await SendAsync(client, method, Caught(target));
            await answer.Content.ReadAsByteArrayAsync(Deadline.Token());

            Assert.Equal("yes", Assert.Single(answer.Headers.GetValues("X-Served")));
            AssertUnseen(answer);
            if (version == 2 && target.Contains("trailers", StringComparison.Ordinal))
                Assert.Equal("42", Assert.Single(answer.TrailingHeaders.GetValues("X-Sum")));
        }

        var lines = await LogAsync(edge, "waf.jsonl", Requests.Length);
        Assert.All(lines, line => Assert.NotNull((string?)line["member"]));
        Assert.Single(lines.Select(line => (string?)line["member"]).Distinct(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task The_load_balancer_gives_it_to_an_edge_and_not_to_a_stranger(int version)
    {
        await using var edge = await EdgeFixture.StartAsync(configureOrigin: (options, _) => options.MutualTls = MutualTlsMode.Off);
        await using var homeserver = new RecordingTier(edge.Socket("homeserver"), Answer);
        using var known = LoadBalancerClient(edge, version, PkiFolder.Edge);
        using var stranger = LoadBalancerClient(edge, version, leaf: null);
        foreach (var (method, target) in Requests)
        {
            using var first = await SendAsync(known, method, Caught(target));
            using var second = await SendAsync(stranger, method, Caught(target));
            await second.Content.ReadAsByteArrayAsync(Deadline.Token());

            Assert.Equal(Member, Assert.Single(first.Headers.GetValues(MemberHeader.Name)));
            Assert.DoesNotContain(first.TrailingHeaders, header => header.Key.Equals(MemberHeader.Name, StringComparison.OrdinalIgnoreCase));
            AssertUnseen(second);
        }

        // Strangers are the load balancer's own to look at.
        Assert.All(await LogAsync(edge, "waf-load-balancer.jsonl", Requests.Length), line => Assert.NotNull((string?)line["member"]));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task A_client_who_sends_it_says_nothing_by_it(int version, bool isLinked)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var homeserver = new RecordingTier(edge.Socket("homeserver"));
        using var client = edge.Client(version);
        foreach (var method in (string[])["GET", "PUT"])
        {
            foreach (var name in (string[])["X-Bulwark-Member", "x-bulwark-member", "X_Bulwark_Member", "X-Bulwark_Member"])
            {
                using var request = Request(method, Caught(Sync));
                request.Headers.TryAddWithoutValidation(name, Member);
                using var answer = await client.SendAsync(request, Deadline.Token());
                AssertUnseen(answer);
            }
        }

        Assert.Equal(8, homeserver.Requests.Count);
        Assert.DoesNotContain(homeserver.Requests.SelectMany(request => request.Head), line => line.Contains(Member, StringComparison.Ordinal));
        Assert.All(await LogAsync(edge, "waf.jsonl", 8), line => Assert.Null(line["member"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_does_not_come_with_the_opening_of_a_WebSocket(bool isLinked)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var homeserver = await edge.StartHomeserverAsync(async context =>
        {
            context.Response.Headers[MemberHeader.Name] = Member;
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, Deadline.Token());
        });
        await using var client = await edge.ConnectAsync();
        await client.SendAsync(
            $"GET {Caught(Sync)} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Element/1.11\r\nAccept: */*\r\nAuthorization: Bearer token\r\n"
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        var head = await client.ReadUntilAsync("\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        Assert.DoesNotContain(Member, head, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull((string?)Assert.Single(await LogAsync(edge, "waf.jsonl", 1))["member"]);
    }

    [Fact]
    public async Task The_cache_keeps_no_trace_of_it()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Cache = new CacheOptions { Enabled = true });
        await using var homeserver = new RecordingTier(edge.Socket("homeserver"), Answer);
        using var client = edge.Client();
        var statuses = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await client.GetAsync("/_matrix/client/versions", Deadline.Token());
            statuses.Add(Assert.Single(answer.Headers.GetValues("Cache-Status")));
            AssertUnseen(answer);
        }

        Assert.Contains("hit", statuses[1], StringComparison.Ordinal);
    }

    /// <summary>What the service behind answers, on the wire: a server would not send trailers over HTTP/1.1.</summary>
    private static string Answer(RecordedRequest request)
    {
        var line = request.RequestLine;
        var status = line.Contains("status=304", StringComparison.Ordinal) ? "304 Not Modified"
            : line.Contains("status=404", StringComparison.Ordinal) ? "404 Not Found"
            : line.Contains("status=500", StringComparison.Ordinal) ? "500 Internal Server Error"
            : "200 OK";
        var head = $"HTTP/1.1 {status}\r\nx-bulwark-MEMBER: {Member}\r\nX-Served: yes\r\n";
        if (line.StartsWith("HEAD ", StringComparison.Ordinal) || status.StartsWith("304", StringComparison.Ordinal))
            return head + "\r\n";

        if (line.Contains("body=trailers", StringComparison.Ordinal))
            return $"{head}Transfer-Encoding: chunked\r\n\r\n6\r\nserved\r\n0\r\nX-Sum: 42\r\nX-Bulwark-Member: {Member}\r\n\r\n";

        if (line.Contains("body=", StringComparison.Ordinal))
            return $"{head}{(line.Contains("events", StringComparison.Ordinal) ? "Content-Type: text/event-stream\r\n" : "")}Transfer-Encoding: chunked\r\n\r\n6\r\nserved\r\n0\r\n\r\n";

        return $"{head}Cache-Control: public, max-age=60\r\nContent-Length: 6\r\n\r\nserved";
    }

    private static void AssertUnseen(HttpResponseMessage answer) =>
        Assert.DoesNotContain(
            answer.Headers.Concat(answer.Content.Headers).Concat(answer.TrailingHeaders),
            header => header.Key.Equals(MemberHeader.Name, StringComparison.OrdinalIgnoreCase) || header.Value.Contains(Member, StringComparer.Ordinal));

    /// <summary>With something in its query that leaves a line in the log.</summary>
    private static string Caught(string target) => target + (target.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "x=%3Cscript%3Ealert(1)%3C/script%3E";

    private static HttpRequestMessage Request(string method, string target)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), target);
        request.Headers.Host = "localhost";
        request.Headers.Add("User-Agent", "Element/1.11");
        request.Headers.Add("Accept", "*/*");
        request.Headers.Authorization = new("Bearer", "token");
        request.Content = method is "PUT" or "POST" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;
        return request;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string target)
    {
        using var request = Request(method, target);
        request.Version = client.DefaultRequestVersion;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        return await client.SendAsync(request, Deadline.Token());
    }

    private static HttpClient LoadBalancerClient(EdgeFixture edge, int version, string? leaf)
    {
        var tls = edge.OriginTls();
        tls.ApplicationProtocols = [version == 1 ? System.Net.Security.SslApplicationProtocol.Http11 : System.Net.Security.SslApplicationProtocol.Http2];
        if (leaf is not null)
        {
            tls.ClientCertificateContext = System.Net.Security.SslStreamCertificateContext.Create(
                CertificateFiles.Load(edge.Folder.Certificate(leaf), edge.Folder.Key(leaf)), additionalCertificates: null, offline: true);
        }

        return new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, SslOptions = tls })
        {
            BaseAddress = new Uri($"https://127.0.0.1:{edge.LoadBalancerPort}"),
            DefaultRequestVersion = version == 1 ? HttpVersion.Version11 : HttpVersion.Version20,
        };
    }

    private static async Task<IReadOnlyList<JsonNode>> LogAsync(EdgeFixture edge, string file, int count)
    {
        var path = Path.Combine(edge.Environment.Data.Root, "log", file);
        var deadline = Deadline.Token();
        while (true)
        {
            var lines = File.Exists(path) ? await File.ReadAllLinesAsync(path, deadline) : [];
            List<JsonNode> requests = [.. lines.Select(line => JsonNode.Parse(line)!).Where(line => line["kind"] is null)];
            if (requests.Count >= count)
                return requests;

            await Task.Delay(TimeSpan.FromMilliseconds(20), deadline);
        }
    }
}
