using Bulwark.Core.Configuration;
using Bulwark.Pki;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.Headers;
using Bulwark.Proxy.Upstream;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Tests.Upstream;

public sealed class UpstreamProxiesTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("", "10.0.0.1")]
    [InlineData("unknown", "10.0.0.1")]
    [InlineData("203.0.113.7:443", "10.0.0.1")]
    [InlineData("203.0.113.7, 203.0.113.8", "10.0.0.1")]
    [InlineData("203.0.113.7|203.0.113.8", "10.0.0.1")]
    public void Takes_one_plain_address_of_a_trusted_peer(string header, string client) =>
        Assert.Equal(client, Clean(UpstreamProxies.ConnectingIp, "10.0.0.1", header));

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("198.51.100.1, 203.0.113.7, 10.0.0.2,10.0.0.3", "203.0.113.7")]
    [InlineData("198.51.100.1|203.0.113.7, 10.0.0.2", "203.0.113.7")]
    [InlineData("10.0.0.2, 10.0.0.3", "10.0.0.1")]
    [InlineData("203.0.113.7, nonsense", "10.0.0.1")]
    [InlineData("203.0.113.7, ", "10.0.0.1")]
    [InlineData("nonsense, 203.0.113.7", "203.0.113.7")]
    [InlineData("", "10.0.0.1")]
    public void Takes_the_rightmost_address_that_is_no_trusted_proxy(string header, string client) =>
        Assert.Equal(client, Clean(UpstreamProxies.ForwardedFor, "10.0.0.1", header));

    [Theory]
    [InlineData(UpstreamProxies.ConnectingIp)]
    [InlineData(UpstreamProxies.ForwardedFor)]
    public void Believes_nobody_else(string header) => Assert.Equal("192.0.2.1", Clean(header, "192.0.2.1", "203.0.113.7"));

    [Fact]
    public void Has_to_be_able_to_know_its_proxies() =>
        Assert.Equal(
            [
                "p names no proxy: give 'ranges', 'clientCertificate' or both, or leave the section out",
                "p.header 'True-Client-IP' is neither 'CF-Connecting-IP' nor 'X-Forwarded-For'",
                "p.clientCertificate.authorities is empty: name the PEM files of the CAs that sign the proxies' certificates",
                "p.ranges are all that the proxies are known by: other customers of the same proxy come from there too",
            ],
            new[]
            {
                new UpstreamProxyOptions { Header = "True-Client-IP" },
                new UpstreamProxyOptions { ClientCertificate = new TrustStoreOptions() },
                new UpstreamProxyOptions { Ranges = ["10.0.0.0/8"] },
            }.SelectMany(options => options.Validate(new ConfigPath("p"))).Select(error => $"{error.Path} {error.Message}"),
            StringComparer.Ordinal);

    private static string Clean(string header, string peer, string value)
    {
        using var directory = new TemporaryDirectory();
        var proxies = new UpstreamProxies(new UpstreamProxyOptions { Ranges = ["10.0.0.0/8"], Header = header }, TestEnvironment.Create(directory));
        var context = new DefaultHttpContext();
        context.Features.Set(ClientAddress.Parse(peer));
        if (value.Length > 0)
            context.Request.Headers[header] = new StringValues(value.Split('|'));

        if (proxies.FindClient(context) is { } client)
            context.Features.Set(client);
        CleanHeadersMiddleware.Clean(context, HeaderTrust.Client);

        Assert.Equal(ClientAddress.Of(context).ToString(), context.Request.Headers["X-Forwarded-For"]);
        Assert.False(context.Request.Headers.ContainsKey(UpstreamProxies.ConnectingIp));
        return ClientAddress.Of(context).ToString();
    }
}
