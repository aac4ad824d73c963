using Bulwark.SystemTests.Running;
using Microsoft.Playwright;

namespace Bulwark.SystemTests;

/// <summary>A real browser that ignores certificate errors still does not get past the lock.</summary>
[Collection(nameof(SharedInstance))]
public sealed class BrowserTests(SharedInstance shared)
{
    private static readonly string[] ChromiumArguments =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    [Fact]
    public async Task Loads_the_edge_and_is_refused_at_the_load_balancer()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ChromiumArguments });
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();

        var edge = await page.GotoAsync($"{shared.Instance.EdgeUrl}_matrix/client/versions");
        Assert.Equal(200, edge!.Status);
        Assert.Contains("\"versions\"", await page.ContentAsync(), StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<PlaywrightException>(() => page.GotoAsync($"https://localhost:{shared.Instance.LoadBalancerPort}/"));
        Assert.Matches("net::ERR_(BAD_SSL_CLIENT_AUTH_CERT|SSL_CLIENT_AUTH_CERT_NEEDED|EMPTY_RESPONSE|CONNECTION_CLOSED|CONNECTION_RESET|SSL_PROTOCOL_ERROR|HTTP2_PROTOCOL_ERROR)", refusal.Message);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_call_the_matrix_api()
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium", Args = ChromiumArguments });
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { IgnoreHTTPSErrors = true });
        var page = await context.NewPageAsync();
        await page.RouteAsync("https://chat.example/", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<title>chat</title>" }));
        await page.GotoAsync("https://chat.example/");

        var flows = await page.EvaluateAsync<string>($"fetch('{shared.Instance.EdgeUrl}_matrix/client/v3/login').then(r => r.text())");
        var refusal = await page.EvaluateAsync<int>(
            $"fetch('{shared.Instance.EdgeUrl}_matrix/client/v3/account/whoami', {{ headers: {{ authorization: 'Bearer x' }} }}).then(r => r.status)");

        Assert.Contains("org.matrix.login.jwt", flows, StringComparison.Ordinal);
        Assert.Equal(401, refusal);
    }
}
