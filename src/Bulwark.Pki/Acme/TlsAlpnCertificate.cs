using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bulwark.Pki.Acme;

/// <summary>The certificate by which a name is proved in a handshake (RFC 8737 section 3). It is good for nothing else.</summary>
internal static class TlsAlpnCertificate
{
    /// <summary><c>id-pe-acmeIdentifier</c>.</summary>
    private const string AcmeIdentifier = "1.3.6.1.5.5.7.1.31";

    private static readonly TimeSpan Skew = TimeSpan.FromDays(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    public static SslStreamCertificateContext Create(string name, string authorization, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=ACME challenge", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());

        // An OCTET STRING (tag 4) of the 32 bytes of the hash.
        byte[] digest = [4, SHA256.HashSizeInBytes, .. SHA256.HashData(Encoding.ASCII.GetBytes(authorization))];
        request.CertificateExtensions.Add(new X509Extension(AcmeIdentifier, digest, critical: true));
        return SslStreamCertificateContext.Create(request.CreateSelfSigned(now - Skew, now + Lifetime), additionalCertificates: null, offline: true);
    }
}
