using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Testing.Acme;

/// <summary>The CA of the stand-in: a root, and an intermediate that signs leaves.</summary>
public sealed class AcmeTestCa : IDisposable
{
    private readonly TimeProvider _time;
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _intermediate;

    public AcmeTestCa(TimeProvider time)
    {
        _time = time;
        _root = MakeAuthority("CN=Stand-in root", null);
        _intermediate = MakeAuthority("CN=Stand-in intermediate", _root);
    }

    /// <summary>What clients trust.</summary>
    public string RootPem => _root.ExportCertificatePem();

    public string IntermediatePem => _intermediate.ExportCertificatePem();

    /// <summary>Signs a leaf.</summary>
    public X509Certificate2 Sign(PublicKey key, IEnumerable<string> names, TimeSpan lifetime)
    {
        var request = new CertificateRequest(new X500DistinguishedName(""), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_intermediate, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        var san = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
            san.AddDnsName(name);

        request.CertificateExtensions.Add(san.Build());
        var now = _time.GetUtcNow();
        return request.Create(_intermediate, now, now + lifetime, RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>The certificate of the server itself.</summary>
    public X509Certificate2 MakeServerCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=acme", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var san = new SubjectAlternativeNameBuilder();
        san.AddDnsName("localhost");
        request.CertificateExtensions.Add(san.Build());
        var now = _time.GetUtcNow();
        using var signed = request.Create(_root, now.AddMinutes(-1), now.AddYears(1), RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _root.Dispose();
        _intermediate.Dispose();
    }

    private X509Certificate2 MakeAuthority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = _time.GetUtcNow();
        if (issuer is null)
            return request.CreateSelfSigned(now.AddHours(-1), now.AddYears(10));

        using var signed = request.Create(issuer, now.AddHours(-1), now.AddYears(9), RandomNumberGenerator.GetBytes(16));
        return signed.CopyWithPrivateKey(key);
    }
}
