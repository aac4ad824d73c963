using Bulwark.Proxy.Framing;

namespace Bulwark.Proxy.Tests.Framing;

public sealed class MethodRuleTests
{
    [Theory]
    [InlineData("GET", true)]
    [InlineData("POST", true)]
    [InlineData("PROPFIND", true)]
    [InlineData("propfind", true)]
    [InlineData("TRACE", false)]
    [InlineData("CONNECT", true)]
    [InlineData("GETS", true)]
    [InlineData("get", false)]
    [InlineData("Post", false)]
    [InlineData("dELETE", false)]
    [InlineData("trace", false)]
    [InlineData("connect", false)]
    [InlineData("query", false)]
    public void Refuses_what_would_arrive_in_other_letters(string method, bool isForwardable) =>
        Assert.Equal(isForwardable, MethodRule.IsForwardable(method));
}
