using System.Text;
using Bulwark.Proxy.Firewall;

namespace Bulwark.Proxy.Tests.Firewall;

/// <summary>The OWASP Core Rule Set, as Debian installs it, in front of a chat.</summary>
public sealed class CoreRuleSetTests
{
    private const string Send = "/_matrix/client/v3/rooms/%21abc%3Aexample.org/send/m.room.message/t1";

    [Theory]
    [InlineData(CoreRuleSetProfile.Chat, 200)]
    [InlineData(CoreRuleSetProfile.None, 403)]
    public async Task People_may_talk_about_code_where_the_profile_is_that_of_a_chat(CoreRuleSetProfile profile, int expected)
    {
        await using var site = await StartAsync(profile);

        Assert.Equal(expected, await site.SendAsync("PUT", Send, Json("""{"msgtype":"m.text","body":"first cat /etc/hosts, then select name from users where id = 1 or so"}""")));
    }

    [Theory]
    [InlineData("GET", "/_matrix/client/v3/sync?filter=../../../../etc/passwd", null)]
    [InlineData("PUT", Send, """{"msgtype":"<script>alert(document.cookie)</script>","body":"hello"}""")]
    public async Task Attacks_beside_the_text_are_refused_with_the_profile_too(string method, string target, string? body)
    {
        await using var site = await StartAsync(CoreRuleSetProfile.Chat);

        Assert.Equal(403, await site.SendAsync(method, target, body is null ? null : Json(body)));
        Assert.Equal(0, site.Served);
    }

    [Fact]
    public async Task The_log_tells_what_a_rule_looks_for_and_how_the_score_grew()
    {
        await using var site = await StartAsync(CoreRuleSetProfile.None);

        Assert.Equal(403, await site.SendAsync("PUT", Send, Json("""{"msgtype":"m.text","body":"x","m.new_content":{"body":"<script>alert(1)</script>"}}""")));
        var line = Assert.Single(await site.LogAsync());
        var match = line["matches"]!.AsArray().First(match => match!["id"]!.GetValue<int>() == 941100)!;
        var last = line["matches"]!.AsArray()[^1]!;

        // Before it came the method (critical) and a host that is an address (warning).
        Assert.Equal("""["attack-xss","paranoia-level/1"]""", match["tags"]!.ToJsonString());
        Assert.Equal(("critical", 5 + 3 + 5, 5), (match["severity"]!.GetValue<string>(), match["score"]!.GetValue<int>(), line["threshold"]!.GetValue<int>()));
        Assert.Equal("m\\.new_content.body", match["variables"]![0]!["path"]!.GetValue<string>());
        Assert.True(last["score"]!.GetValue<int>() >= 5, last.ToJsonString());
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static Task<FirewalledSite> StartAsync(CoreRuleSetProfile profile) => FirewalledSite.StartAsync(options =>
    {
        options.Crs = new CoreRuleSetOptions { Folder = "/usr/share/modsecurity-crs", Profile = profile };
        options.Groups.Crs = FirewallMode.Block;
    });
}
