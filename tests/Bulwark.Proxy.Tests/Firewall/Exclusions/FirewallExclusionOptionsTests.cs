using System.Text;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Exclusions;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Firewall.Exclusions;

public sealed class FirewallExclusionOptionsTests
{
    [Fact]
    public void The_type_of_events_takes_its_place_in_the_path()
    {
        var options = new FirewallExclusionOptions { Method = "PUT", Path = "/v3/rooms/*/send/*/*", EventType = "m.room.message", JsonPath = "body", Tags = ["attack-sqli"] };

        Assert.Empty(options.Validate(new ConfigPath("waf.exclusions[0]")));
        Assert.Equal("/v3/rooms/*/send/m.room.message/*", options.ToRules().Path);
    }

    [Theory]
    [InlineData("/v3/rooms/*/send/*/*", "m.room/message", "waf.exclusions[0].eventType 'm.room/message' has no place in '/v3/rooms/*/send/*/*': the path needs a '*' behind 'send' or 'state'")]
    [InlineData("/v3/rooms/*", "m.room.message", "waf.exclusions[0].eventType 'm.room.message' has no place in '/v3/rooms/*': the path needs a '*' behind 'send' or 'state'")]
    [InlineData("/v3/rooms/?", null, "waf.exclusions[0].path '/v3/rooms/?' is no path: it begins with '/', and has neither a query nor characters that an address has not")]
    public void Tells_what_is_wrong_with_it(string path, string? type, string expected)
    {
        var options = new FirewallOptions { Exclusions = [new FirewallExclusionOptions { Method = "PUT", Path = path, EventType = type, JsonPath = "body", Rule = 1 }] };

        Assert.Equal(expected, Assert.Single(options.Validate(new ConfigPath("waf")).Select(error => $"{error.Path} {error.Message}")));
    }

    [Fact]
    public async Task The_log_tells_what_goes_unseen()
    {
        var time = new FakeTimeProvider();
        await using var site = await FirewalledSite.StartAsync(
            options =>
            {
                options.Groups.Core = FirewallMode.Block;
                options.Exclusions = [new FirewallExclusionOptions { Method = "PUT", Path = "/notes/*", JsonPath = "text", Tags = ["attack-xss"] }];
            },
            time: time);

        Assert.Equal(200, await site.SendAsync("PUT", "/notes/1", Json("""{"text":"<script>alert(1)</script>"}""")));
        Assert.Equal(403, await site.SendAsync("PUT", "/notes/1", Json("""{"title":"<script>alert(1)</script>"}""")));
        time.Advance(TimeSpan.FromMinutes(1));
        var line = (await site.LogAsync(3)).Single(line => line["kind"]?.GetValue<string>() == "exclusions");

        Assert.Equal(36 + 37, line["bytes"]!.GetValue<long>());
        Assert.Equal("""[{"exclusion":{"method":"PUT","path":"/notes/*","jsonPath":"text","tags":["attack-xss"]},"requests":1,"bytes":25}]""", line["places"]!.ToJsonString());
    }

    [Fact]
    public async Task What_fits_no_rule_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => FirewalledSite.StartAsync(options =>
            options.Exclusions = [new FirewallExclusionOptions { Method = "PUT", Path = "/a", JsonPath = "body", Tags = ["attack-sqlix"] }]));

        Assert.Equal("The settings of the firewall do not fit its rules:\nexclusions[0].tags: no rule has the tag 'attack-sqlix'", refused.Message);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
