using Bulwark.Proxy.Hosts;

namespace Bulwark.Proxy.Tests.Hosts;

public sealed class HostRuleTests
{
    private static readonly HostRule Rule = new(["localhost", "Chat.Example.org", "127.0.0.1", "::1", "[::2]"]);

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("localhost:8443", true)]
    [InlineData("chat.example.org", true)]
    [InlineData("chat.example.org:443", true)]
    [InlineData("example.org", false)]
    [InlineData("www.chat.example.org", false)]
    [InlineData("chat.example.org.", false)]
    [InlineData("localhost.evil.example", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.0.0.1:8443", false)]
    [InlineData("[::1]", false)]
    [InlineData("[::1]:8443", false)]
    [InlineData("::1", false)]
    [InlineData("[::2]", false)]
    [InlineData("", false)]
    [InlineData(":443", false)]
    public void Serves_the_listed_names_and_never_an_address(string host, bool expected) => Assert.Equal(expected, Rule.IsServed(host));

    [Theory]
    [InlineData("localhost:8443", "localhost", true)]
    [InlineData("LocalHost", "localhost", true)]
    [InlineData("localhost", "", false)]
    [InlineData("localhost", "origin", false)]
    public void Compares_Host_with_the_name_of_the_handshake(string host, string serverName, bool expected) =>
        Assert.Equal(expected, HostRule.IsSameName(host, serverName));
}
