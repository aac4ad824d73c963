using System.Net;

namespace Bulwark.Admin.Tests.Listener;

public sealed class SameOriginMiddlewareTests
{
    [Theory]
    [InlineData("same-origin", null, true)]
    [InlineData("same-origin", "https://evil.example", true)]
    [InlineData(null, "{own}", true)]
    [InlineData("same-site", null, false)]
    [InlineData("cross-site", "{own}", false)]
    [InlineData("none", "{own}", false)]
    [InlineData("", "{own}", false)]
    [InlineData(null, "null", false)]
    [InlineData(null, "https://evil.example", false)]
    [InlineData(null, "http://127.0.0.1", false)]
    [InlineData(null, null, false)]
    public async Task Takes_what_our_own_page_sent(string? site, string? origin, bool taken)
    {
        await using var admin = await AdminInstance.StartAsync();
        var cookie = await admin.SignInAsync();

        using var response = await admin.PostAsync("/logout", cookie: cookie, site: site, origin: origin?.Replace("{own}", $"https://{admin.Url.Authority}", StringComparison.Ordinal));

        Assert.Equal(taken ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
        using var after = await admin.GetAsync("/", cookie);
        Assert.Equal(taken ? HttpStatusCode.NotFound : HttpStatusCode.OK, after.StatusCode);
    }
}
