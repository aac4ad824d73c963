using System.Net;
using Bulwark.Proxy.Addresses;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Tests.Addresses;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("::", "::")]
    public void Reads_one_plain_address(string text, string address) => Assert.Equal(address, ClientAddress.Parse(text)?.Text);

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("127.0.0.01")]
    [InlineData("203.0.113.7:443")]
    [InlineData("203.0.113.7, 10.0.0.1")]
    [InlineData(" 203.0.113.7")]
    [InlineData("[::1]")]
    [InlineData("[::1]:443")]
    [InlineData("fe80::1%eth0")]
    [InlineData("::1 ")]
    [InlineData("unknown")]
    [InlineData("2001:db8::1\r\nX: y")]
    [InlineData("0000:0000:0000:0000:0000:0000:0000:0000:0000:0001")]
    public void Reads_nothing_else(string text) => Assert.Null(ClientAddress.Parse(text));

    [Fact]
    public void Is_the_peer_of_the_connection_without_its_mapping_and_scope()
    {
        Assert.Equal("203.0.113.7", ClientAddress.OfPeer(IPAddress.Parse("::ffff:203.0.113.7")).Text);
        Assert.Equal("fe80::1", ClientAddress.OfPeer(IPAddress.Parse("fe80::1%3")).Text);
        Assert.Equal("255.255.255.255", ClientAddress.OfPeer(null).Text);
    }

    [Fact]
    public void Of_a_request_is_what_a_trusted_proxy_named_before_it_is_the_peer()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.1");
        Assert.Equal(IPAddress.Parse("10.0.0.1"), ClientAddress.Of(context));

        context.Features.Set(ClientAddress.Parse("203.0.113.7"));
        Assert.Equal(IPAddress.Parse("203.0.113.7"), ClientAddress.Of(context));
    }

    [Fact]
    public void The_text_of_the_client_found_last_is_read_as_that_client()
    {
        var context = new DefaultHttpContext();
        context.Features.Set(ClientAddress.Parse("203.0.113.7"));
        var found = ClientAddress.Find(context);

        Assert.Same(found, ClientAddress.Parse(found.Text));
        Assert.NotSame(found, ClientAddress.Parse(new string(found.Text.AsSpan())));
        Assert.Equal("203.0.113.8", ClientAddress.Parse("203.0.113.8")?.Text);
    }
}
