using System.Text;
using Bulwark.Proxy.EdgeAuth.WebSockets;

namespace Bulwark.Proxy.Tests.EdgeAuth.WebSockets;

public sealed class ConnectionInitTests
{
    [Theory]
    [InlineData("""{"type":"connection_init","payload":{"headers":{"Authorization":"Bearer a"}}}""", "Bearer a")]
    [InlineData("""{"type":"connection_init","payload":{"headers":{"authorization":"Bearer a"}}}""", "Bearer a")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"Bearer a","other":1}}""", "Bearer a")]
    [InlineData("""{"payload":{"authorization":"Bearer a","headers":{"Authorization":"Bearer a"}},"type":"connection_init"}""", "Bearer a")]
    [InlineData("""{"type":"connection_init"}""", null)]
    [InlineData("""{"type":"connection_init","payload":null}""", null)]
    [InlineData("""{"type":"connection_init","payload":{"headers":null}}""", null)]
    [InlineData("""{"type":"connection_init","payload":{"headers":{"x":"y"}}}""", null)]
    public void Finds_the_header(string message, string? expected)
    {
        Assert.True(ConnectionInit.TryRead(Encoding.UTF8.GetBytes(message), out var authorization));
        Assert.Equal(expected, authorization);
    }

    [Theory]
    [InlineData("")]
    [InlineData("connection_init")]
    [InlineData("[]")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"Authorization":"Bearer a"}}""")]
    [InlineData("""{"type":"ping"}""")]
    [InlineData("""{"type":["connection_init"]}""")]
    [InlineData("""{"type":"connection_init","payload":[]}""")]
    [InlineData("""{"type":"connection_init","payload":{"headers":[]}}""")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":["Bearer a"]}}""")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"Bearer a","authorization":"Bearer b"}}""")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"Bearer a","headers":{"Authorization":"Bearer b"}}}""")]
    [InlineData("""{"type":"connection_init","type":"subscribe"}""")]
    [InlineData("""{"type":"connection_init","payload":{"Authorization":"Bearer a","Authorization":"Bearer b"}}""")]
    public void Refuses_what_is_something_else_or_has_two_readings(string message) =>
        Assert.False(ConnectionInit.TryRead(Encoding.UTF8.GetBytes(message), out _));
}
