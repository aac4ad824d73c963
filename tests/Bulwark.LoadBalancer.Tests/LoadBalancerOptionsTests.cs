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

    [Theory]
    [InlineData("bulwark-edge", null)]
    [InlineData("partner-ca/bulwark-edge", null)]
    [InlineData("Kante \u00fcber alles", null)]
    [InlineData("CN=bulwark-edge", "is written as a subject: write the CN alone, without 'CN='")]
    [InlineData("bulwark-edge ", "begins or ends with a space: take it away")]
    [InlineData("bulwark\u0007edge", "holds a control character, which no CN has")]
    [InlineData("a234567890b234567890c234567890d234567890e234567890f234567890g2345", "is longer than a CN can be (64 characters)")]
    public void Refuses_edge_identities_that_no_certificate_could_prove(string identity, string? problem) =>
        Assert.Equal(
            problem is null ? [] : [$"loadBalancer.edgeIdentities[1]: '{identity}' {problem}"],
            Problems(new LoadBalancerOptions { EdgeIdentities = ["bulwark-edge", identity] }));

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

    [Fact]
    public void Tells_every_problem_of_more_listeners_and_of_flips()
    {
        var options = new LoadBalancerOptions
        {
            TrustStore = "ca.pem",
            ClientCertificates = new(),
            Lock = new() { Grace = TimeSpan.FromHours(1) },
            Listeners =
            [
                new() { Name = "Canary", Listen = new() { Port = 9444 } },
                new() { Name = "default", Listen = new() { Port = 9445 } },
                new() { Name = "canary", Listen = new(), MutualTls = MutualTlsMode.Audit },
                new() { Name = "canary", Listen = new() { Port = 9446 }, TrustStore = " " },
            ],
        };

        Assert.Equal(
        [
            "loadBalancer.trustStore: stands beside clientCertificates: name the file in clientCertificates.authorities",
            "loadBalancer.listeners[3].name: 'canary' is the name of two listeners",
        ],
        Problems(options));
        Assert.Equal("lock.grace: is out of range: at most 5 minutes", Problem(options.Lock.Validate(new ConfigPath("lock"))));
        Assert.Equal("x.name: 'Canary' is not made of 1 to 32 lower-case letters, digits and dashes", Problem(options.Listeners[0].Validate(new ConfigPath("x"))));
        Assert.Equal("x.name: 'default' is the listener of loadBalancer.listen: choose another name", Problem(options.Listeners[1].Validate(new ConfigPath("x"))));
        Assert.Equal(
        [
            "listen.port: is missing: only the default listener has a default port",
            "mutualTls: is 'audit': anyone who reaches this listener is served, past the edge and all that it refuses; it is only recorded",
        ],
        Texts(options.Listeners[2].Validate(ConfigPath.Root)));
        Assert.Equal(
            "trustStore: is empty: name the PEM file with the CAs, or leave the key out for that of the default listener", Problem(options.Listeners[3].Validate(ConfigPath.Root)));
    }

    private static string Problem(IEnumerable<ConfigError> problems) => Assert.Single(Texts(problems));

    private static string[] Problems(LoadBalancerOptions options) =>
        Texts(options.Validate(new ConfigPath("loadBalancer")));

    private static string[] Texts(IEnumerable<ConfigError> problems) => [.. problems.Select(problem => $"{problem.Path}: {problem.Message}")];
}
