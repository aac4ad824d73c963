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
