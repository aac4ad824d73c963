using Bulwark.Core.Configuration;
using Bulwark.LoadBalancer.MutualTls;

namespace Bulwark.LoadBalancer.Tests;

public sealed class LoadBalancerOptionsTests
{
    [Fact]
    public void Is_locked_and_complete_without_a_setting()
    {
        var options = new LoadBalancerOptions();

        Assert.Empty(Problems(options));
        Assert.Equal(MutualTlsMode.Verify, options.MutualTls);
        Assert.Equal("https://example.org/", options.LandingUrl.AbsoluteUri);
        Assert.Equal("bulwark-edge", Assert.Single(options.EdgeIdentities));
    }

    [Fact]
    public void Warns_of_an_open_lock()
    {
        var problem = Assert.Single(new LoadBalancerOptions { MutualTls = MutualTlsMode.Off }.Validate(new ConfigPath("loadBalancer")));

        Assert.True(problem.IsWarning);
        Assert.Equal("loadBalancer.mutualTls", problem.Path.Text);
        Assert.Equal("is 'off': anyone who reaches this listener is served, past the edge and all that it refuses", problem.Message);
    }

    [Fact]
    public void Tells_every_problem()
    {
        var options = new LoadBalancerOptions
        {
            Listen = new() { Address = "everywhere", Port = 70_000 },
            Certificate = new() { CertificateFile = "", KeyFile = " " },
            TrustStore = "",
            EdgeIdentities = ["bulwark-edge", ""],
            LandingUrl = new Uri("javascript:alert(1)"),
        };

        Assert.Equal(
        [
            "loadBalancer.listen.address: 'everywhere' is not 'localhost', '*' or an IP address",
            "loadBalancer.listen.port: 70000 is out of range: 1 to 65535",
            "loadBalancer.certificate.certificateFile: is empty: name the PEM file that holds the certificate",
            "loadBalancer.certificate.keyFile: is empty: name the PEM file that holds the private key",
            "loadBalancer.trustStore: is empty: name the PEM file with the CAs, or leave the key out for the instance's own",
            "loadBalancer.edgeIdentities: holds an empty name: a certificate without a CN would be taken for the edge",
            "loadBalancer.landingUrl: 'javascript:alert(1)' is not an http or https address",
        ],
        Problems(options));
    }

    private static string[] Problems(LoadBalancerOptions options) =>
        [.. options.Validate(new ConfigPath("loadBalancer")).Select(problem => $"{problem.Path}: {problem.Message}")];
}
