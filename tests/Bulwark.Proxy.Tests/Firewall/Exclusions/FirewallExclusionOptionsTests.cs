using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Exclusions;

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
    public async Task What_fits_no_rule_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<OperatorException>(() => FirewalledSite.StartAsync(options =>
            options.Exclusions = [new FirewallExclusionOptions { Method = "PUT", Path = "/a", JsonPath = "body", Tags = ["attack-sqlix"] }]));

        Assert.Equal("The settings of the firewall do not fit its rules:\nexclusions[0].tags: no rule has the tag 'attack-sqlix'", refused.Message);
    }
}
