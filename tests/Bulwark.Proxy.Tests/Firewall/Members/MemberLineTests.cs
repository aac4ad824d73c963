using System.Text.Json.Nodes;
using Bulwark.Proxy.Firewall;

namespace Bulwark.Proxy.Tests.Firewall.Members;

/// <summary>Whose request a line of the log is about. The site plays the forwarder that tells of the answers of a service behind.</summary>
public sealed class MemberLineTests
{
    private const string Caught = "/?x=<script>alert(1)</script>";

    [Fact]
    public async Task A_line_waits_for_the_answer_that_says_whose_the_request_is()
    {
        await using var site = await FirewalledSite.StartAsync();
        var isHeld = false;
        site.Serve = context =>
        {
            isHeld = !File.Exists(site.LogFile);
            site.Rules.Watch.Answered(context, "alice");
            return Task.CompletedTask;
        };
        await SendAsync(site, Caught, "Bearer first");
        var line = Assert.Single(await site.LogAsync());

        Assert.True(isHeld);
        Assert.Matches("^[0-9a-f]{24}$", (string?)line["member"]);
    }

    [Fact]
    public async Task All_credentials_of_a_member_have_one_hash_and_none_of_another_has()
    {
        await using var site = await FirewalledSite.StartAsync();
        site.Serve = context =>
        {
            var token = context.Request.Headers.Authorization.ToString().Split(' ')[^1];
            site.Rules.Watch.Answered(context, token.StartsWith('b') ? "bob" : token is "a-phone" ? "ALICE" : "alice");
            return Task.CompletedTask;
        };
        foreach (var authorization in (string[])["Bearer a-laptop", "bearer  a-phone ", "Bearer b-laptop", "Bearer a-laptop"])
            await SendAsync(site, Caught, authorization);

        var members = (await site.LogAsync(4)).Select(line => (string?)line["member"]).ToList();
        Assert.Equal(members[0], members[1]);
        Assert.Equal(members[0], members[3]);
        Assert.NotNull(members[2]);
        Assert.False(members[0] == members[2]);
    }

    [Fact]
    public async Task A_refused_request_is_a_members_when_its_credential_was_verified_before()
    {
        await using var site = await FirewalledSite.StartAsync(options => options.Groups.Core = FirewallMode.Block);
        site.Serve = context =>
        {
            site.Rules.Watch.Answered(context, "alice");
            return Task.CompletedTask;
        };
        await SendAsync(site, "/", "Bearer token");
        await SendAsync(site, Caught, "Bearer token");
        await SendAsync(site, Caught, "Bearer token-of-somebody");
        await SendAsync(site, Caught, "Basic token");

        var lines = await site.LogAsync(3);
        Assert.NotNull((string?)lines[0]["member"]);
        Assert.Null(lines[1]["member"]);
        Assert.Null(lines[2]["member"]);
    }

    [Fact]
    public async Task A_credential_that_a_service_refuses_is_nobodys_from_then_on()
    {
        await using var site = await FirewalledSite.StartAsync();
        var isRevoked = false;
        site.Serve = context =>
        {
            context.Response.StatusCode = isRevoked ? 401 : 200;
            site.Rules.Watch.Answered(context, isRevoked ? null : "alice");
            return Task.CompletedTask;
        };
        await SendAsync(site, "/", "Bearer token");
        isRevoked = true;
        await SendAsync(site, "/", "Bearer token");
        await SendAsync(site, Caught, "Bearer token");

        Assert.Null(Assert.Single(await site.LogAsync())["member"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("ümlaut")]
    public async Task What_no_tier_would_say_names_nobody(string member)
    {
        await using var site = await FirewalledSite.StartAsync();
        site.Serve = context =>
        {
            site.Rules.Watch.Answered(context, member);
            return Task.CompletedTask;
        };
        await SendAsync(site, Caught, "Bearer token");

        Assert.Null(Assert.Single(await site.LogAsync())["member"]);
    }

    [Fact]
    public async Task A_line_is_written_when_the_request_breaks_off_without_an_answer()
    {
        await using var site = await FirewalledSite.StartAsync();
        site.Serve = async context =>
        {
            context.Abort();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => SendAsync(site, Caught, "Bearer token"));

        Assert.Null(Assert.Single(await site.LogAsync())["member"]);
    }

    [Fact]
    public async Task At_the_end_it_is_written_how_many_requests_there_were()
    {
        IReadOnlyList<JsonNode> lines;
        await using (var site = await FirewalledSite.StartAsync(options => options.Groups.Core = FirewallMode.Block))
        {
            site.Serve = context =>
            {
                site.Rules.Watch.Answered(context, context.Request.Headers.Authorization.Count > 0 ? "alice" : null);
                return Task.CompletedTask;
            };
            for (var i = 0; i < 3; i++)
                await SendAsync(site, "/", "Bearer token");

            await SendAsync(site, "/", authorization: null);
            await SendAsync(site, Caught, authorization: null);
            await SendAsync(site, Caught, "Bearer token");
            await site.StopAsync();
            lines = await site.LogAsync(3);
        }

        var traffic = lines[^1].AsObject();
        Assert.Equal("kind", traffic.Select(property => property.Key).First());
        Assert.Equal("traffic 6 4 2 1", $"{traffic["kind"]} {traffic["requests"]} {traffic["memberRequests"]} {traffic["refused"]} {traffic["memberRefused"]}");
    }

    private static async Task SendAsync(FirewalledSite site, string target, string? authorization)
    {
        using var answer = await site.AskAsync("GET", target, content: null, request =>
        {
            if (authorization is not null)
                request.Headers.TryAddWithoutValidation("Authorization", authorization);
        });
    }
}
