using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bulwark.SystemTests.Running;

namespace Bulwark.SystemTests;

/// <summary>The admin plane opens to a one-time link and to nobody else.</summary>
[Collection(nameof(SharedInstance))]
public sealed class AdminTests(SharedInstance shared)
{
    private readonly BulwarkInstance _instance = shared.Instance;

    [Fact]
    public async Task Shows_nothing_to_strangers()
    {
        using var client = CreateClient();

        using var response = await client.GetAsync("/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_link_of_the_command_line_opens_the_console_once()
    {
        var result = await _instance.VerbAsync("admin", "link");
        Assert.Equal(0, result.ExitCode);
        var link = result.Output.Trim();
        Assert.StartsWith($"https://127.0.0.1:{_instance.AdminPort}/", link, StringComparison.Ordinal);
        await _instance.TokenAsync("--user", "admin-test-user", "--groups", "staff");
        await using var browser = await TestBrowser.LaunchAsync();
        var page = await browser.NewPageAsync();

        await page.GotoAsync(link);
        await page.ClickAsync("button");

        var console = await page.InnerTextAsync("body");
        Assert.Contains("homeserver", console, StringComparison.Ordinal);
        Assert.Contains("admin-test-user", console, StringComparison.Ordinal);
        Assert.Contains("The Red Room", console, StringComparison.Ordinal);
        using var client = CreateClient();
        using var again = await client.GetAsync(link, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    private HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(_instance.Pki("admin-ca.pem")) },
            RevocationMode = X509RevocationMode.NoCheck,
        };
        return new HttpClient(handler) { BaseAddress = new Uri($"https://127.0.0.1:{_instance.AdminPort}") };
    }
}
