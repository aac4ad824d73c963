using System.Net.Security;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.Tests.Listeners;

public sealed class CertificateSelectionTests
{
    [Theory]
    [InlineData(null, "first")]
    [InlineData("", "first")]
    [InlineData("unknown.example", "first")]
    [InlineData("chat.example.org", "exact")]
    [InlineData("CHAT.example.org", "exact")]
    [InlineData("api.example.org", "wildcard")]
    [InlineData("a.b.example.org", "first")]
    [InlineData("example.org", "first")]
    [InlineData(".example.org", "first")]
    [InlineData("*", "first")]
    public void Takes_the_exact_name_then_the_wildcard_then_the_first(string? serverName, string expected)
    {
        using var authority = CertificateAuthority.Create("CA", TimeProvider.System);
        var selection = new CertificateSelection(
            [Create(authority, "first", "origin"), Create(authority, "wildcard", "*.example.org"), Create(authority, "exact", "chat.example.org")]);

        Assert.Equal($"CN={expected}", selection.Choose(serverName).TargetCertificate.Subject);
    }

    private static SslStreamCertificateContext Create(CertificateAuthority authority, string commonName, string host) =>
        SslStreamCertificateContext.Create(authority.IssueServer(commonName, [host]), additionalCertificates: null, offline: true);
}
