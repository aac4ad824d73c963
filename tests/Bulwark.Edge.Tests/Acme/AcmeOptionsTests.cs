using Bulwark.Core.Configuration;
using Bulwark.Edge.Acme;

namespace Bulwark.Edge.Tests.Acme;

public sealed class AcmeOptionsTests
{
    [Fact]
    public void Takes_what_a_public_CA_needs() =>
        Assert.Empty(Problems(new EdgeOptions { Acme = Complete() }));

    [Fact]
    public void Tells_every_problem()
    {
        var options = new EdgeOptions
        {
            Certificate = new() { CertificateFile = "c.pem", KeyFile = "k.pem" },
            Acme = new()
            {
                Directory = new Uri("http://acme.example.org/directory"),
                Contact = ["ops@example.org", "mailto:ops@example.org?subject=x"],
                Names = ["*.example.org", "192.0.2.1"],
                Http01 = true,
                TrustedAuthority = " ",
                ExternalAccount = new() { KeyId = " ", Key = new() { File = "" } },
            },
        };

        Assert.Equal(
        [
            "edge.acme.directory: 'http://acme.example.org/directory' is not an https address",
            "edge.acme.termsOfServiceAgreed: is not true: read the terms of service of the CA, then say that you agree",
            "edge.acme.contact[0]: 'ops@example.org' is not of the form mailto:name@host",
            "edge.acme.contact[1]: 'mailto:ops@example.org?subject=x' is not of the form mailto:name@host",
            "edge.acme.names[0]: '*.example.org' is not a host name (a wildcard or an address cannot be proved in this way)",
            "edge.acme.names[1]: '192.0.2.1' is not a host name (a wildcard or an address cannot be proved in this way)",
            "edge.acme.trustedAuthority: is empty: name the PEM file with the server's CA, or leave the key out for those of the system",
            "edge.acme.externalAccount.keyId: is empty: the CA gives it together with the key",
            "edge.acme.externalAccount.key.file: is empty: name the file that holds the secret",
            "edge.acme: and 'edge.certificate' are two sources of one certificate: leave one of them out",
            "edge.acme.http01: needs 'edge.httpRedirect': the CA asks on that listener",
        ],
        Problems(options));
    }

    private static AcmeOptions Complete() => new()
    {
        Directory = new Uri("https://acme.example.org/directory"),
        Contact = ["mailto:ops@example.org"],
        TermsOfServiceAgreed = true,
    };

    private static string[] Problems(EdgeOptions options) => [.. options.Validate(new ConfigPath("edge")).Select(problem => $"{problem.Path}: {problem.Message}").Distinct(StringComparer.Ordinal)];
}
