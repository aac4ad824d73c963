using System.Net;
using System.Text;
using System.Text.Json;
using Bulwark.Proxy.RateLimiting;

namespace Bulwark.Edge.Tests.RateLimiting;

/// <summary>Refusals over a real edge, each in the words of the protocol that the client speaks.</summary>
public sealed class RateLimitTests
{
    private static readonly RateLimitOptions TwoRequests = new()
    {
        Rules = [new() { Name = "two", Period = TimeSpan.FromHours(1), RequestsPerPeriod = 2, MitigationTimeout = TimeSpan.FromMinutes(1) }],
    };

    [Theory]
    [InlineData("POST", "/_matrix/client/v3/login", 1, """{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":*}""")]
    [InlineData("POST", "/_matrix/client/v3/login", 2, """{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":*}""")]
    [InlineData("POST", "/v1/graphql", 2, """{"errors":[{"message":"Too many requests","extensions":{"path":"$","code":"too-many-requests"}}]}""")]
    [InlineData("POST", "/mcp", 2, """{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"Too many requests"}}""")]
    [InlineData("POST", "/", 2, """{"__type":"TooManyRequestsException","message":"Too many requests"}""")]
    [InlineData("POST", "/oauth2/token", 1, """{"error":"slow_down","error_description":"Too many requests"}""")]
    public async Task Whoever_exceeds_a_limit_is_told_when_to_come_again_and_a_browser_may_read_it(string method, string path, int version, string body)
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.RateLimits = TwoRequests);
        using var client = edge.Client(version);
        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
            request.Headers.Add("Origin", "https://elsewhere.example");
            if (path == "/")
                request.Headers.Add("X-Amz-Target", "AWSCognitoIdentityProviderService.InitiateAuth");
            return request;
        }

        for (var i = 0; i < 2; i++)
        {
            using var served = await client.SendAsync(Request(), TestContext.Current.CancellationToken);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, served.StatusCode);
        }

        using var refusal = await client.SendAsync(Request(), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.TooManyRequests, refusal.StatusCode);
        Assert.InRange(refusal.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        Assert.Equal("*", refusal.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("Retry-After", refusal.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
        Assert.Equal("no-store", refusal.Headers.CacheControl!.ToString());
        var text = await refusal.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        if (body.Contains('*'))
        {
            using var json = JsonDocument.Parse(text);
            var milliseconds = json.RootElement.GetProperty("retry_after_ms").GetInt64();
            Assert.InRange(milliseconds, 1, 60_000);
            body = body.Replace("*", milliseconds.ToString("D", null), StringComparison.Ordinal);
        }

        Assert.Equal(body, text);
    }

    [Fact]
    public async Task A_browser_that_asks_first_may_ask_and_then_reads_the_refusal()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.RateLimits = TwoRequests);
        using var client = edge.Client();
        for (var i = 0; i < 3; i++)
            (await client.GetAsync("/_matrix/client/v3/login", TestContext.Current.CancellationToken)).Dispose();

        using var question = new HttpRequestMessage(HttpMethod.Options, "/_matrix/client/v3/login");
        question.Headers.Add("Origin", "https://elsewhere.example");
        question.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await client.SendAsync(question, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
    }

    [Fact]
    public async Task Failed_logins_are_counted_and_those_that_succeed_are_not()
    {
        await using var edge = await EdgeFixture.StartAsync();
        var status = 200;
        await using var homeserver = await edge.StartHomeserverAsync(context =>
        {
            context.Response.StatusCode = Volatile.Read(ref status);
            return Task.CompletedTask;
        });
        using var client = edge.Client(httpVersion: 2);
        async Task<int> LoginAsync()
        {
            using var answer = await client.PostAsync("/_matrix/client/v3/login", new StringContent("{}"), TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }

        for (var i = 0; i < 40; i++)
            Assert.Equal(200, await LoginAsync());

        Volatile.Write(ref status, 403);
        var failed = 0;
        while (failed < 40 && await LoginAsync() == 403)
            failed++;
        Assert.Equal(16, failed);

        Volatile.Write(ref status, 200);
        Assert.Equal(429, await LoginAsync());
    }
}
