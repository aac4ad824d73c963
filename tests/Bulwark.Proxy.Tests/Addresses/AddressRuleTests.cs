using System.Net;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Addresses;

namespace Bulwark.Proxy.Tests.Addresses;

public sealed class AddressRuleTests
{
    [Theory]
    [InlineData("", "", "203.0.113.7", true)]
    [InlineData("", "203.0.113.0/24", "203.0.113.7", false)]
    [InlineData("", "203.0.113.0/24", "203.0.114.7", true)]
    [InlineData("203.0.113.0/24", "", "203.0.113.7", true)]
    [InlineData("203.0.113.0/24", "", "203.0.114.7", false)]
    [InlineData("203.0.113.0/24", "203.0.113.7", "203.0.113.7", false)]
    [InlineData("203.0.113.0/24", "203.0.113.7", "203.0.113.8", true)]
    [InlineData("2001:db8::/32", "", "2001:db8::1", true)]
    [InlineData("2001:db8::/32", "", "203.0.113.7", false)]
    [InlineData("", "2001:db8::/32", "2001:db8:1::1", false)]
    public void Denied_wins_over_allowed(string allow, string deny, string client, bool isServed)
    {
        var rule = new AddressRule(new AddressOptions { Allow = List(allow), Deny = List(deny) });

        Assert.Equal(isServed, rule.IsServed(IPAddress.Parse(client)));
    }

    [Theory]
    [InlineData("203.0.113.0/33")]
    [InlineData("203.0.113/24")]
    [InlineData("10/8")]
    [InlineData("localhost")]
    [InlineData("203.0.113.7 ")]
    [InlineData("")]
    [InlineData("::/129")]
    public void Takes_nothing_that_is_not_a_network(string text) =>
        Assert.Equal(
            $"edge.addresses.deny[0] '{text}' is neither an IP address nor a CIDR network",
            Assert.Single(new AddressOptions { Deny = [text] }.Validate(new ConfigPath("edge.addresses")).Select(error => $"{error.Path} {error.Message}")));

    private static string[] List(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
