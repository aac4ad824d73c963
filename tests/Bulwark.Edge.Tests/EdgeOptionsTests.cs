using Bulwark.Core.Configuration;
using Bulwark.Edge.Origins;

namespace Bulwark.Edge.Tests;

public sealed class EdgeOptionsTests
{
    [Fact]
    public void Is_complete_without_a_setting() => Assert.Empty(Problems(new EdgeOptions()));

    [Theory]
    [InlineData("http://localhost:9443", "'http://localhost:9443/' is not an https address: the way to the origin is always encrypted")]
    [InlineData("https://localhost:9443/base", "'https://localhost:9443/base' has more than scheme, host and port: paths are forwarded as clients send them")]
    [InlineData("https://user@localhost:9443", "'https://user@localhost:9443/' has more than scheme, host and port: paths are forwarded as clients send them")]
    public void Refuses_an_origin_that_is_not_one(string url, string message)
    {
        var options = new EdgeOptions();
        options.Origin.Url = new Uri(url);

        Assert.Equal([$"edge.origin.url: {message}"], Problems(options));
    }

    [Fact]
    public void Warns_of_a_weaker_way_to_the_origin()
    {
        var options = new EdgeOptions();
        options.Origin.SslMode = SslMode.Full;
        Assert.Equal(["edge.origin.sslMode: is 'full': whoever answers in the origin's place is taken for it"], Problems(options));

        options.Origin.SslMode = SslMode.Flexible;
        options.Origin.Url = new Uri("http://10.0.0.1:80");
        var warning = Assert.Single(options.Validate(new ConfigPath("edge")));
        Assert.True(warning.IsWarning);
        Assert.Equal("is 'flexible': everything between edge and origin can be read and changed on its way", warning.Message);

        options.Origin.Url = new Uri("https://10.0.0.1");
        Assert.Equal("'https://10.0.0.1/' is not an http address, which the sslMode asks for", options.Validate(new ConfigPath("edge")).Last().Message);
    }

    [Fact]
    public void Refuses_origins_that_leave_something_open()
    {
        var options = new EdgeOptions { Origins = [new() { Url = new Uri("http://10.0.0.1"), Weight = 0, Hosts = ["chat.example.org"] }] };
        options.Origin.Url = new Uri("https://10.0.0.2");

        Assert.Equal(
        [
            "edge.origin.url: is one load balancer and 'edge.origins' lists them: name it there",
            "edge.origins: leaves hosts without a load balancer: one of them has to be without 'hosts'",
            "edge.origins[0].weight: 0 is out of range: 1 to 100",
            "edge.origins[0].url: 'http://10.0.0.1/' is not an https address: the way to the origin is always encrypted",
        ],
        Problems(options));
    }

    [Fact]
    public void Tells_every_problem()
    {
        var options = new EdgeOptions { Listen = new() { Port = 0 }, Certificate = new() { CertificateFile = "", KeyFile = "k.pem" } };
        options.Origin.ServerName = "not a name";
        options.Origin.TrustStore = " ";
        options.Origin.Certificate = new() { CertificateFile = "c.pem", KeyFile = "" };

        Assert.Equal(
        [
            "edge.listen.port: 0 (any free port) needs an IP address: two loopback addresses would get two ports",
            "edge.certificate.certificateFile: is empty: name the PEM file that holds the certificate",
            "edge.origin.serverName: 'not a name' is not a host name",
            "edge.origin.trustStore: is empty: name the PEM file with the CAs, or leave the key out for the instance's own",
            "edge.origin.certificate.keyFile: is empty: name the PEM file that holds the private key",
        ],
        Problems(options));
    }

    private static string[] Problems(EdgeOptions options) => [.. options.Validate(new ConfigPath("edge")).Select(problem => $"{problem.Path}: {problem.Message}")];
}
