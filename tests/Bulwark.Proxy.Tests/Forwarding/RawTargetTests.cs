using Bulwark.Proxy.Forwarding;

namespace Bulwark.Proxy.Tests.Forwarding;

public sealed class RawTargetTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/?")]
    [InlineData("/%21%41%7e")]
    [InlineData("/a%2Fb%2fc")]
    [InlineData("/a/./b/../c")]
    [InlineData("/|\"<>{}^`[]?x=\\|")]
    [InlineData("/x?y=%zz&q=%")]
    public void Keeps_every_byte(string target)
    {
        var uri = RawTarget.ToUri("http://origin", target);

        Assert.Equal(target, uri.PathAndQuery);
        Assert.Equal("origin", uri.Host);
    }
}
