namespace Bulwark.Proxy.Tests.Firewall.Serving;

public sealed class WafServerTests
{
    private const string Close = "Host: a\r\nConnection: close\r\n";

    [Fact]
    public async Task Passes_a_request_and_its_answer_on()
    {
        await using var rig = await ServedRig.StartAsync(_ => "HTTP/1.1 201 Made\r\nX-Own: 1\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 5\r\n\r\nhello");

        var answer = await rig.SendAsync($"PUT /a%2Fb?x=%41 HTTP/1.1\r\n{Close}X-a: 1\r\nX-A: 2\r\nContent-Length: 3\r\n\r\nx=1");

        Assert.StartsWith("HTTP/1.1 201 Made\r\nX-Own: 1\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nX-Request-Id: ", answer, StringComparison.Ordinal);
        Assert.EndsWith("Content-Length: 5\r\nConnection: close\r\n\r\nhello", answer, StringComparison.Ordinal);
        Assert.Equal("PUT /a%2Fb?x=%41 HTTP/1.1\r\nHost: a\r\nX-a: 1\r\nX-A: 2\r\nContent-Length: 3\r\n\r\nx=1", Assert.Single(rig.Backend.Requests));
    }

    [Fact]
    public async Task Logs_a_line_for_each_request_with_the_id_that_it_brought()
    {
        await using var rig = await ServedRig.StartAsync();

        await rig.SendAsync($"GET /?q=attack HTTP/1.1\r\n{Close}X-Trace: abc\r\n\r\n");
        await rig.SendAsync($"GET /?q=fine HTTP/1.1\r\n{Close}X-Silent: yes\r\n\r\n");
        var log = await rig.LogAsync();

        Assert.Equal("abc none", string.Join(' ', log.Select(line => line.TryGetProperty("id", out var id) ? id.GetString() : "none")));
        Assert.Equal("block pass", string.Join(' ', log.Select(line => line.GetProperty("action").GetString())));
        Assert.Equal("[1] []", string.Join(' ', log.Select(line => line.GetProperty("rules").GetRawText())));
        Assert.Equal("[id \"1\"] [msg \"An attack\"] [data \"ARGS:q\"]", log[0].GetProperty("log")[0].GetString());
        Assert.Equal([403, 200], log.Select(line => line.GetProperty("status").GetInt32()));
        Assert.All(log, line => Assert.Equal(("127.0.0.1", "GET"), (line.GetProperty("client").GetString(), line.GetProperty("method").GetString())));
    }

    [Theory]
    [InlineData("GET /?q=attack HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Bad: an attack\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\nq=attack")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nq=att\r\n3\r\nack\r\n0\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"q\":\"attack\"}")]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/vnd.own+json\r\nContent-Length: 14\r\n\r\n{\"q\":\"attack\"}")]
    public async Task Refuses_an_attack_before_the_backend_sees_it(string request)
    {
        await using var rig = await ServedRig.StartAsync();

        Assert.StartsWith("HTTP/1.1 403 Forbidden\r\n", await rig.SendAsync(request), StringComparison.Ordinal);
        Assert.Empty(rig.Backend.Requests);
    }

    [Fact]
    public async Task Only_counts_an_attack_when_told_to()
    {
        await using var rig = await ServedRig.StartAsync(blocks: false);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await rig.SendAsync($"GET /?q=attack HTTP/1.1\r\n{Close}\r\n"), StringComparison.Ordinal);
        Assert.Single(rig.Backend.Requests);
        Assert.Equal("count", Assert.Single(await rig.LogAsync()).GetProperty("action").GetString());
    }

    [Theory]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\nX-Trace: t\r\n\r\n", "400 Bad Request", "the protocol is neither HTTP/1.1 nor HTTP/1.0", true)]
    [InlineData("GET /\r\nX-Trace: t\r\n\r\n", "400 Bad Request", "the protocol is neither HTTP/1.1 nor HTTP/1.0", true)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Trace: t\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "400 Bad Request", "Content-Length stands beside Transfer-Encoding", false)]
    [InlineData("POST / HTTP/1.1\r\nHost: a\r\nX-Trace: t\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "400 Bad Request", "the size of a chunk is no number", false)]
    [InlineData("CONNECT a:1 HTTP/1.1\r\nHost: a\r\nX-Trace: t\r\n\r\n", "405 Method Not Allowed", "CONNECT is for forward proxies", false)]
    public async Task Shows_the_rules_and_logs_what_HTTP_refuses(string request, string status, string refusal, bool isOdd)
    {
        await using var rig = await ServedRig.StartAsync(blocks: false);

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", await rig.SendAsync(request), StringComparison.Ordinal);
        Assert.Empty(rig.Backend.Requests);
        var line = Assert.Single(await rig.LogAsync());
        Assert.Equal(("t", refusal), (line.GetProperty("id").GetString(), line.GetProperty("refusal").GetString()));
        Assert.Equal(isOdd ? "[2]" : "[]", line.GetProperty("rules").GetRawText());
    }

    [Fact]
    public async Task Serves_one_request_after_the_other_on_a_connection()
    {
        await using var rig = await ServedRig.StartAsync();

        var answer = await rig.SendAsync($"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: a\r\n\r\nGET /3 HTTP/1.1\r\n{Close}\r\n");

        Assert.Equal(3, answer.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.Equal(2, answer.Split("\r\n\r\nok").Length - 1);
        Assert.Equal("/1 /2 /3", string.Join(' ', rig.Backend.Requests.Select(request => request.Split(' ')[1])));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    public async Task Reads_answers_however_they_end(string bytes)
    {
        await using var rig = await ServedRig.StartAsync(_ => bytes);

        var answer = await rig.SendAsync($"GET / HTTP/1.1\r\n{Close}\r\n");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("ok", answer[answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/plain", "HTTP/1.1 502 Bad Gateway")]
    [InlineData("image/png", "HTTP/1.1 200 OK")]
    public async Task Holds_back_an_answer_that_leaks(string type, string expected)
    {
        await using var rig = await ServedRig.StartAsync(_ => $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: 8\r\n\r\na secret");

        Assert.StartsWith(expected, await rig.SendAsync($"GET / HTTP/1.1\r\n{Close}\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nok")]
    public async Task Answers_502_for_a_backend_that_gives_no_answer(string? bytes)
    {
        await using var rig = await ServedRig.StartAsync(_ => bytes);

        Assert.StartsWith("HTTP/1.1 502 Bad Gateway\r\n", await rig.SendAsync($"GET / HTTP/1.1\r\n{Close}\r\n"), StringComparison.Ordinal);
        Assert.Equal(502, Assert.Single(await rig.LogAsync()).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Never_sends_a_POST_twice()
    {
        var count = 0;
        await using var rig = await ServedRig.StartAsync(request => request.StartsWith("GET", StringComparison.Ordinal) && Interlocked.Increment(ref count) == 1
            ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            : null);
        await rig.SendAsync($"GET / HTTP/1.1\r\n{Close}\r\n");

        Assert.StartsWith("HTTP/1.1 502", await rig.SendAsync($"POST / HTTP/1.1\r\n{Close}Content-Length: 0\r\n\r\n"), StringComparison.Ordinal);
        Assert.Single(rig.Backend.Requests, request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sends_the_rest_of_a_large_body_on_as_it_comes_when_it_only_counts()
    {
        await using var rig = await ServedRig.StartAsync(blocks: false, mostBodyBytes: 100);
        var body = new string('x', 50_000);

        var answer = await rig.SendAsync($"POST / HTTP/1.1\r\n{Close}Content-Length: {body.Length}\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{body}", Assert.Single(rig.Backend.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_a_tunnel_only_behind_a_101()
    {
        await using var rig = await ServedRig.StartAsync(request => request.StartsWith("GET /ws", StringComparison.Ordinal)
            ? "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nConnection: close\r\n\r\ntunnelled");
        const string Upgrade = "Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";

        var tunnelled = await rig.SendAsync($"GET /ws HTTP/1.1\r\n{Upgrade}\r\nGET / HTTP/1.0\r\nConnection: close\r\n\r\nbehind the head");

        Assert.StartsWith("HTTP/1.1 101 Switching Protocols\r\n", tunnelled, StringComparison.Ordinal);
        Assert.EndsWith("tunnelled", tunnelled, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 403", await rig.SendAsync($"GET /no?q=attack HTTP/1.1\r\n{Upgrade}\r\n"), StringComparison.Ordinal);
    }
}
