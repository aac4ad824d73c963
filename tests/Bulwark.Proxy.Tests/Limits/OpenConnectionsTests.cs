using System.Net;
using Bulwark.Proxy.Limits;

namespace Bulwark.Proxy.Tests.Limits;

public sealed class OpenConnectionsTests
{
    private readonly OpenConnections _open = new();

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("0.0.0.1", "::1", false)]
    public void Counts_an_IPv6_network_as_one_address(string first, string second, bool areOne)
    {
        Assert.NotNull(_open.TryOpen(IPAddress.Parse(first), most: 10, mostOfAddress: 1, out _));

        var opened = _open.TryOpen(IPAddress.Parse(second), most: 10, mostOfAddress: 1, out var refusal);

        Assert.Equal(areOne, opened is null);
        Assert.Equal(areOne ? ConnectionRefusal.Address : ConnectionRefusal.None, refusal);
    }

    [Fact]
    public void Refuses_one_more_than_all_may_have_until_one_closes()
    {
        var first = _open.TryOpen(IPAddress.Parse("203.0.113.1"), most: 2, mostOfAddress: 9, out _);
        Assert.NotNull(_open.TryOpen(IPAddress.Parse("203.0.113.2"), most: 2, mostOfAddress: 9, out _));

        Assert.Null(_open.TryOpen(IPAddress.Parse("203.0.113.3"), most: 2, mostOfAddress: 9, out var refusal));
        Assert.Equal(ConnectionRefusal.Total, refusal);

        _open.Close(first!);
        Assert.NotNull(_open.TryOpen(IPAddress.Parse("203.0.113.3"), most: 2, mostOfAddress: 9, out _));
        Assert.Equal(2, _open.Count);
    }

    [Fact]
    public void Gives_a_place_for_a_request_back_when_it_ends()
    {
        var use = _open.TryOpen(IPAddress.Loopback, most: 1, mostOfAddress: 1, out _)!;

        Assert.True(use.TryBeginRequest(most: 2));
        Assert.True(use.TryBeginRequest(most: 2));
        Assert.False(use.TryBeginRequest(most: 2));
        use.EndRequest();
        Assert.True(use.TryBeginRequest(most: 2));
    }
}
