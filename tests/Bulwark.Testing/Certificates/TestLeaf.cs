using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki;

namespace Bulwark.Testing.Certificates;

/// <summary>Mints the leaves that no careful CA would.</summary>
public sealed class TestLeaf
{
    public string Subject { get; init; } = "CN=someone";

    public AsymmetricAlgorithm Key { get; init; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    public bool IsAuthority { get; init; }

    public X509KeyUsageFlags KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    public IReadOnlyList<string> Usages { get; init; } = [Oids.ClientAuth];

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    public X509Extension? Extra { get; init; }

    public byte[] Serial { get; init; } = RandomNumberGenerator.GetBytes(16);

    /// <summary>A root: what it would be if it were signed by itself.</summary>
    public X509Certificate2 SelfSigned(TimeProvider time)
    {
        using var seed = new CertificateRequest(Subject, (ECDsa)Key, Hash).CreateSelfSigned(time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddDays(30));
        return SignedBy(seed);
    }

    /// <summary>The leaf, signed by the issuer's ECDSA key; it carries its own private key.</summary>
    public X509Certificate2 SignedBy(X509Certificate2 issuer)
    {
        var request = Key switch
        {
            RSA rsa => new CertificateRequest(new X500DistinguishedName(Subject), rsa, Hash, RSASignaturePadding.Pkcs1),
            ECDsa ecdsa => new CertificateRequest(new X500DistinguishedName(Subject), ecdsa, Hash),
            _ => throw new InvalidOperationException("RSA or ECDSA"),
        };
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(IsAuthority, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(KeyUsage, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (Usages.Count > 0)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. Usages.Select(usage => new Oid(usage))], critical: false));

        if (Extra is not null)
            request.CertificateExtensions.Add(Extra);

        var issuerKey = issuer.GetECDsaPrivateKey()!;
        var generator = Hash == HashAlgorithmName.SHA1 ? new Sha1Generator(issuerKey) : X509SignatureGenerator.CreateForECDsa(issuerKey);
        using var certificate = request.Create(
            issuer.SubjectName, generator, NotBefore ?? issuer.ValidFrom, NotAfter ?? issuer.ValidUntil, Serial);
        return Key switch
        {
            RSA rsa => certificate.CopyWithPrivateKey(rsa),
            ECDsa ecdsa => certificate.CopyWithPrivateKey(ecdsa),
            _ => throw new InvalidOperationException("RSA or ECDSA"),
        };
    }
}
