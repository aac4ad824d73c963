using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Admin.Tests.Console;

public sealed class HtmlPageTests
{
    [Fact]
    public async Task Lets_a_browser_do_no_more_than_show_it()
    {
        await using var admin = await AdminInstance.StartAsync();
        using var response = await admin.GetAsync("/", await admin.SignInAsync());
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var style = html[(html.IndexOf("<style>", StringComparison.Ordinal) + "<style>".Length)..html.IndexOf("</style>", StringComparison.Ordinal)];

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)));
        Assert.Equal(
            $"default-src 'none'; style-src 'sha256-{hash}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'", Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-store", Header("Cache-Control"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.DoesNotContain("style=", html, StringComparison.Ordinal);
    }
}
