using Bulwark.CommandLine;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Running;
using Bulwark.Settings;

namespace Bulwark.Tests.CommandLine;

public sealed class VerifyVerbTests
{
    [Theory]
    [InlineData("verify")]
    [InlineData("verify --target https://chat.example.org")]
    [InlineData("verify --target https://chat.example.org --origin https://192.0.2.1 --client-cert a.pem --client-key a.key --revoked-cert b.pem --revoked-key b.key --origin-ca c.pem --origin-ca-key c.key --edge-ca d.pem")]
    [InlineData("verify --only origin.mtls.revoked,files.crl.fresh")]
    public void Takes_an_instance_or_another_deployment(string line) => Assert.Empty(BulwarkCommand.Build().Parse(line).Errors);

    [Theory]
    [InlineData("localhost", "https://localhost:8543/", "https://localhost:9643/")]
    [InlineData("*", "https://localhost:8543/", "https://localhost:9643/")]
    [InlineData("0.0.0.0", "https://localhost:8543/", "https://localhost:9643/")]
    [InlineData("192.0.2.7", "https://192.0.2.7:8543/", "https://192.0.2.7:9643/")]
    [InlineData("::1", "https://[::1]:8543/", "https://[::1]:9643/")]
    public void Asks_where_the_instance_listens(string address, string edge, string origin)
    {
        var options = new BulwarkOptions { Edge = new() { Listen = new() { Address = address } }, LoadBalancer = new() { Listen = new() { Address = address } } };

        var target = VerifyVerb.Local(options, new DataDirectory("/nowhere"), new RunningPorts(Edge: 100, LoadBalancer: 200, Admin: 300));

        Assert.Equal((edge, origin, "https://127.0.0.1:9390/"), (target.Edge.AbsoluteUri, target.Origin?.AbsoluteUri, target.Admin?.AbsoluteUri));
        Assert.Equal(8180, Assert.Single(target.PlainHttpPorts));
    }

    [Theory]
    [InlineData("verify --client-cert a.pem --client-key a.key", "Certificates are named for another deployment, with --target: this one's are in its data directory.")]
    [InlineData("verify --target https://chat.example.org --client-cert a.pem", "--client-cert and --client-key go together.")]
    [InlineData("verify --target https://chat.example.org --revoked-key a.key", "--revoked-cert and --revoked-key go together.")]
    [InlineData("verify --target https://chat.example.org --origin-ca-key c.key", "--origin-ca-key goes with --origin-ca.")]
    [InlineData("verify --target chat.example.org", "--target 'chat.example.org' is not an https address.")]
    public async Task Says_what_is_missing(string line, string message)
    {
        var parse = BulwarkCommand.Build().Parse(line);
        var run = parse.InvokeAsync(new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);

        Assert.Equal(message, (await Assert.ThrowsAsync<OperatorException>(() => run)).Message);
    }
}
