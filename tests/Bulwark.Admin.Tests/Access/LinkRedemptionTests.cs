using System.Net;

namespace Bulwark.Admin.Tests.Access;

public sealed class LinkRedemptionTests
{
    [Fact]
    public async Task Opens_the_console_in_two_steps()
    {
        await using var admin = await AdminInstance.StartAsync();
        var link = await admin.CreateLinkAsync();
        Assert.StartsWith($"{admin.Url}link/", link.Url, StringComparison.Ordinal);
        Assert.Equal(admin.Time.GetUtcNow() + TimeSpan.FromMinutes(5), link.ExpiresAt);

        using var page = await admin.GetAsync(new Uri(link.Url).AbsolutePath);
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.False(page.Headers.Contains("Set-Cookie"));
        Assert.Contains($"""<input type="hidden" name="secret" value="{link.Url[^43..]}">""", html, StringComparison.Ordinal);

        using var redeemed = await admin.RedeemAsync(link);
        Assert.Equal(HttpStatusCode.SeeOther, redeemed.StatusCode);
        Assert.Equal("/", redeemed.Headers.Location?.OriginalString);
        var cookie = Assert.Single(redeemed.Headers.GetValues("Set-Cookie"));
        Assert.Matches("^__Host-bulwark-admin=[A-Za-z0-9_-]{43}; path=/; secure; samesite=strict; httponly$", cookie);

        using var console = await admin.GetAsync("/", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, console.StatusCode);
    }

    [Fact]
    public async Task A_link_is_good_once()
    {
        await using var admin = await AdminInstance.StartAsync();
        var link = await admin.CreateLinkAsync();
        using var first = await admin.RedeemAsync(link);

        using var second = await admin.RedeemAsync(link);
        using var page = await admin.GetAsync(new Uri(link.Url).AbsolutePath);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (first.StatusCode, second.StatusCode, page.StatusCode));
        Assert.False(second.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task Of_many_who_redeem_at_once_one_gets_in()
    {
        await using var admin = await AdminInstance.StartAsync();
        var link = await admin.CreateLinkAsync();

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => admin.RedeemAsync(link)));

        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.SeeOther);
        Assert.Equal(9, responses.Count(response => response.StatusCode == HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("GET")]
    [InlineData("OPTIONS")]
    public async Task A_program_that_looks_at_the_link_first_does_not_use_it_up(string method)
    {
        await using var admin = await AdminInstance.StartAsync();
        var link = await admin.CreateLinkAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(link.Url).AbsolutePath);

        using var looked = await admin.Client().SendAsync(request, TestContext.Current.CancellationToken);
        using var redeemed = await admin.RedeemAsync(link);

        Assert.Equal(method == "OPTIONS" ? HttpStatusCode.NotFound : HttpStatusCode.OK, looked.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, redeemed.StatusCode);
    }

    [Theory]
    [InlineData(299, HttpStatusCode.SeeOther)]
    [InlineData(300, HttpStatusCode.NotFound)]
    public async Task A_link_ends_after_five_minutes(int seconds, HttpStatusCode expected)
    {
        await using var admin = await AdminInstance.StartAsync();
        var link = await admin.CreateLinkAsync();

        admin.Time.Advance(TimeSpan.FromSeconds(seconds));
        using var response = await admin.RedeemAsync(link);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_page_of_a_stranger_cannot_redeem_a_link()
    {
        await using var admin = await AdminInstance.StartAsync();
        var link = await admin.CreateLinkAsync();

        using var foreign = await admin.PostAsync("/link", secret: link.Url[^43..], site: "cross-site");
        using var own = await admin.RedeemAsync(link);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.SeeOther), (foreign.StatusCode, own.StatusCode));
    }

    [Theory]
    [InlineData("application/json", """{"secret":"{0}"}""")]
    [InlineData("application/x-www-form-urlencoded", "secret={0}&secret={0}")]
    [InlineData("application/x-www-form-urlencoded", "Token={0}")]
    [InlineData("application/x-www-form-urlencoded", "secret=")]
    [InlineData("application/x-www-form-urlencoded", "secret=%00{0}")]
    public async Task Takes_nothing_but_its_own_form(string type, string body)
    {
        await using var admin = await AdminInstance.StartAsync();
        var link = await admin.CreateLinkAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/link")
        {
            Content = new StringContent(body.Replace("{0}", link.Url[^43..], StringComparison.Ordinal), new System.Net.Http.Headers.MediaTypeHeaderValue(type)),
        };
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var response = await admin.Client().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Nothing_secret_is_logged()
    {
        await using var admin = await AdminInstance.StartAsync();
        var link = await admin.CreateLinkAsync();
        using var page = await admin.GetAsync(new Uri(link.Url).AbsolutePath);
        using var redeemed = await admin.RedeemAsync(link);
        var cookie = Assert.Single(redeemed.Headers.GetValues("Set-Cookie")).Split(';')[0];
        using var console = await admin.GetAsync("/", cookie);

        var ours = string.Join('\n', admin.Log.Records.Where(record => record.EventId is >= 7000 and < 8000).Select(record => record.Message));
        Assert.DoesNotContain(link.Url[^43..], ours, StringComparison.Ordinal);
        Assert.DoesNotContain(cookie.Split('=')[1], ours, StringComparison.Ordinal);
        Assert.Contains("GET /link/*** was answered with 200", ours, StringComparison.Ordinal);
        Assert.Matches("One-time link [0-9a-f]{12} redeemed: session [0-9a-f]{12} begins", ours);
        Assert.Matches("Admin request by session [0-9a-f]{12}: GET / was answered with 200", ours);
    }
}
