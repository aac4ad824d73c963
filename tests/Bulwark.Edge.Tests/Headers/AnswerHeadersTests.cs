using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Headers;

public sealed class AnswerHeadersTests
{
    private const string Get = "GET /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

    [Theory]
    [InlineData("GET /_matrix/client/versions HTTP/1.1")]
    [InlineData("GET /_synapse/admin HTTP/1.1")]
    [InlineData("GET /none HTTP/1.1")]
    [InlineData("GET /a/../b HTTP/1.1")]
    [InlineData("post /none HTTP/1.1")]
    public async Task Every_answer_carries_what_browsers_have_to_know_and_nothing_about_us(string requestLine)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(context =>
        {
            context.Response.Headers.Server = "secret/1.0";
            context.Response.Headers.XPoweredBy = "secret";
            return Task.CompletedTask;
        });

        var answer = await edge.ExchangeAsync($"{requestLine}\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.Contains("\r\nStrict-Transport-Security: max-age=31536000; includeSubDomains\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("\r\nX-Content-Type-Options: nosniff\r\n", answer, StringComparison.Ordinal);
        Assert.Matches("\r\nX-Request-Id: [0-9A-Za-z:]{8,64}\r\n", answer);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Frame-Options", answer, StringComparison.Ordinal);
    }

    /// <summary>Over both protocols, in one process and over a connection between edge and load balancer.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task Answers_carry_the_same_headers_over_every_protocol(int version, bool isLinked)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var homeserver = await edge.StartHomeserverAsync(context =>
        {
            context.Response.Headers.XPoweredBy = "secret";
            context.Response.Headers["X-Of-The-Tier"] = "kept";
            context.Response.Headers.Vary = "Accept";
            return context.Response.WriteAsync(context.Request.Method);
        });
        using var client = edge.Client(version);

        foreach (var (method, path) in ((string, string)[])[("GET", "/_matrix/client/versions"), ("POST", "/_matrix/client/v3/user/x/filter"), ("GET", "/none")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Version = client.DefaultRequestVersion, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Content = method == "POST" ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json") : null;
            using var response = await client.SendAsync(request, Deadline.Token());

            Assert.Equal("max-age=31536000; includeSubDomains", Value(response, "Strict-Transport-Security"));
            Assert.Equal("nosniff", Value(response, "X-Content-Type-Options"));
            Assert.Matches("^[0-9A-Za-z:]{8,64}$", Value(response, "X-Request-Id") ?? "");
            Assert.Null(Value(response, "X-Powered-By"));
            Assert.Equal(path == "/none" ? null : "kept", Value(response, "X-Of-The-Tier"));
        }
    }

    /// <summary>Methods are told apart by their case, and an answer to none that is known has a body.</summary>
    [Theory]
    [InlineData("head")]
    [InlineData("Head")]
    public async Task A_misspelt_HEAD_is_refused_like_any_other_unknown_method(string method)
    {
        await using var edge = await EdgeFixture.StartAsync();

        var answer = await edge.ExchangeAsync($"{method} /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        var other = await edge.ExchangeAsync($"HeaD /_matrix/client/versions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.DoesNotContain(" 500 ", answer.Split('\r')[0], StringComparison.Ordinal);
        Assert.Equal(other.Split('\r')[0], answer.Split('\r')[0]);
        Assert.Contains("\"errcode\"", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "a body")]
    public async Task An_ID_of_the_tier_gives_way_to_ours_with_its_spelling(string method, string body)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(context =>
        {
            context.Response.Headers["x-request-ID"] = "of-the-tier";
            return Task.CompletedTask;
        });

        var answer = await edge.ExchangeAsync($"{method}{Get["GET".Length..]}Content-Length: {body.Length}\r\n\r\n{body}");

        Assert.Matches("^X-Request-Id: [0-9a-f]{32}$", Assert.Single(answer.Split("\r\n"), line => line.StartsWith("x-request-id", StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData(null, "DENY", "frame-ancestors 'none'", "no-referrer")]
    [InlineData("Content-Security-Policy: default-src 'self'", null, "default-src 'self'", "no-referrer")]
    [InlineData("X-Frame-Options: SAMEORIGIN", "SAMEORIGIN", null, "no-referrer")]
    [InlineData("Referrer-Policy: origin", "DENY", "frame-ancestors 'none'", "origin")]
    public async Task A_page_is_not_framed_unless_its_origin_says_something_itself(string? own, string? frame, string? policy, string referrer)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            if (own?.Split(": ") is [var name, var value])
                context.Response.Headers[name] = value;
            return context.Response.WriteAsync("<p>");
        });
        using var client = edge.Client();

        using var response = await client.GetAsync("/_matrix/static/", TestContext.Current.CancellationToken);

        Assert.Equal(frame, Value(response, "X-Frame-Options"));
        Assert.Equal(policy, Value(response, "Content-Security-Policy"));
        Assert.Equal(referrer, Value(response, "Referrer-Policy"));
    }

    [Theory]
    [InlineData("from-client_1.2", true)]
    [InlineData("short", false)]
    public async Task The_log_key_is_ours_though_the_client_has_an_ID_of_its_own(string id, bool isKept)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = new RecordingTier(edge.Socket("homeserver"));

        var answer = await edge.ExchangeAsync($"{Get}X-Request-Id: {id}\r\nX-Amzn-Trace-Id: Root=forged-trace\r\n\r\n");

        var logKey = Assert.Single(answer.Split("\r\n"), line => line.StartsWith("X-Request-Id: ", StringComparison.Ordinal))["X-Request-Id: ".Length..];
        var request = Assert.Single(homeserver.Requests);
        Assert.Matches("^[0-9a-f]{32}$", logKey);
        Assert.Equal(isKept ? id : logKey, Assert.Single(request.Values("X-Request-Id")));
        Assert.Equal(isKept ? ["Root=" + logKey] : [], request.Values("X-Amzn-Trace-Id"), StringComparer.Ordinal);
    }

    private static string? Value(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
