using Bulwark.SystemTests.Running;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Bulwark.SystemTests;

/// <summary>A real browser that ignores certificate errors still does not get past the lock.</summary>
[Collection(nameof(SharedInstance))]
public sealed class BrowserTests(SharedInstance shared)
{
    [Fact]
    public async Task Loads_the_edge_and_is_refused_at_the_load_balancer()
    {
        await using var browser = await TestBrowser.LaunchAsync();
        var page = await browser.NewPageAsync();

        var edge = await page.GotoAsync($"{shared.Instance.EdgeUrl}_matrix/client/versions");
        Assert.Equal(200, edge!.Status);
        Assert.Contains("\"versions\"", await page.ContentAsync(), StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync($"https://localhost:{shared.Instance.LoadBalancerPort}/"));
        // Which of its many words for "no answer" the browser takes depends on timing; refused by the system would mean that nothing listens.
        Assert.Contains("net::ERR_", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("ERR_CONNECTION_REFUSED", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_call_the_matrix_api()
    {
        await using var otherOrigin = await StartPageServerAsync();
        await using var browser = await TestBrowser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(otherOrigin.Urls.Single());

        var flows = await page.EvaluateAsync<string>($"fetch('{shared.Instance.EdgeUrl}_matrix/client/v3/login').then(r => r.text())");

        // The preflight passes and the page may read the refusal, or fetch would throw.
        var refusal = await page.EvaluateAsync<int>(
            $"fetch('{shared.Instance.EdgeUrl}_matrix/client/v3/account/whoami', {{ headers: {{ authorization: 'Bearer x' }} }}).then(r => r.status)");

        Assert.Contains("org.matrix.login.jwt", flows, StringComparison.Ordinal);
        Assert.Equal(401, refusal);
    }

    /// <summary>What the edge itself refuses is as readable as what the tiers refuse: else a web client would see a failed network and nothing else.</summary>
    [Theory]
    [InlineData("_matrix/client/v3/createRoom", "{ method: 'POST', body: 'x'.repeat(5 * 1024 * 1024) }", 413, "M_TOO_LARGE")]
    [InlineData("_matrix/client/v3/admin/whois/x", "{}", 404, "M_UNRECOGNIZED")]
    [InlineData("_matrix/client/v3/rooms/a%2f..%2fb", "{}", 400, "M_UNKNOWN")]
    [InlineData("v1/graphql", "{ method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) }", 413, "payload-too-large")]
    public async Task A_page_of_another_origin_may_read_what_the_edge_refuses(string path, string init, int status, string code)
    {
        var answer = await FetchAsync(shared.Instance, path, init);

        Assert.StartsWith($"{status} ", answer, StringComparison.Ordinal);
        Assert.Contains(code, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_read_that_its_target_is_too_long()
    {
        await using var otherOrigin = await StartPageServerAsync();
        await using var browser = await TestBrowser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(otherOrigin.Urls.Single());

        var status = await page.EvaluateAsync<int>($"fetch('{shared.Instance.EdgeUrl}_matrix/client/versions?x=' + 'y'.repeat(16 * 1024)).then(r => r.status)");

        Assert.Equal(414, status);
    }

    /// <summary>Of no token, of too many requests, and of a service that does not run.</summary>
    [Fact]
    public async Task A_page_of_another_origin_may_read_why_and_until_when_it_is_refused()
    {
        await using var instance = BulwarkInstance.Create(
            """{ "edge": { "rateLimits": { "rules": [{ "name": "login", "expression": [{ "paths": ["/_matrix/client/*/login"] }], "period": "1h", "requestsPerPeriod": 2 }] } } }""");
        await instance.StartTiersAsync("edge", "load-balancer");
        await using var otherOrigin = await StartPageServerAsync();
        await using var browser = await TestBrowser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(otherOrigin.Urls.Single());
        Task<string> FetchAsync(string path, string init) => page.EvaluateAsync<string>(
            $"fetch('{instance.EdgeUrl}{path}', {init}).then(async r => r.status + ' ' + r.headers.get('retry-after') + ' ' + await r.text(), e => 'failed: ' + e)");

        var noToken = await FetchAsync("mcp", "{ method: 'POST', body: '{}' }");
        Assert.StartsWith("401 null {", noToken, StringComparison.Ordinal);
        Assert.Contains("\"jsonrpc\"", noToken, StringComparison.Ordinal);

        const string Login = "{ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }";
        var notRunning = await FetchAsync("_matrix/client/versions", "{}");
        Assert.Matches("^50[23] .*M_UNKNOWN", notRunning);

        var answer = "";
        for (var i = 0; i < 3; i++)
            answer = await FetchAsync("_matrix/client/v3/login", Login);
        Assert.Matches("^429 [0-9]+ .*M_LIMIT_EXCEEDED.*retry_after_ms", answer);
    }

    /// <summary>Of an address that is not served: also when the browser asks first whether it may ask, as for every request with a token.</summary>
    [Theory]
    [InlineData("_matrix/client/v3/login", "{}", "M_FORBIDDEN")]
    [InlineData("_matrix/client/v3/account/whoami", "{ headers: { authorization: 'Bearer x' } }", "M_FORBIDDEN")]
    [InlineData("v1/graphql", "{ method: 'POST', body: '{}', headers: { 'content-type': 'application/json', authorization: 'Bearer x' } }", "access-denied")]
    [InlineData("mcp", "{ method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }", "jsonrpc")]
    public async Task A_page_of_another_origin_may_read_that_its_address_is_not_served(string path, string init, string code)
    {
        await using var instance = BulwarkInstance.Create("""{ "edge": { "addresses": { "deny": ["127.0.0.0/8", "::1/128"] } } }""");
        await instance.StartTiersAsync("edge", "load-balancer");

        var answer = await FetchAsync(instance, path, init);

        Assert.StartsWith("403 ", answer, StringComparison.Ordinal);
        Assert.Contains(code, answer, StringComparison.Ordinal);
    }

    /// <summary>Of the edge itself, whose load balancer does not run, and of the load balancer, whose tier answers with what is not HTTP.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_of_another_origin_may_read_that_something_behind_is_broken(bool hasLoadBalancer)
    {
        await using var instance = BulwarkInstance.Create();
        Directory.CreateDirectory(Path.Combine(instance.Data, "run"));
        await using var broken = new RecordingTier(Path.Combine(instance.Data, "run", "homeserver.sock"), _ => "nonsense\r\n\r\n");
        foreach (var tier in hasLoadBalancer ? new[] { "load-balancer", "edge" } : ["edge"])
            await instance.StartTiersAsync(tier);

        var answer = await FetchAsync(instance, "_matrix/client/v3/account/whoami", "{ headers: { authorization: 'Bearer x' } }");

        Assert.Matches("^502 .*M_UNKNOWN", answer);
    }

    private static async Task<string> FetchAsync(BulwarkInstance instance, string path, string init)
    {
        await using var otherOrigin = await StartPageServerAsync();
        await using var browser = await TestBrowser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(otherOrigin.Urls.Single());
        return await page.EvaluateAsync<string>($"fetch('{instance.EdgeUrl}{path}', {init}).then(async r => r.status + ' ' + await r.text(), e => 'failed: ' + e)");
    }

    private static async Task<WebApplication> StartPageServerAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", () => Results.Content("<title>a page of another origin</title>", "text/html"));
        await app.StartAsync();
        return app;
    }
}
