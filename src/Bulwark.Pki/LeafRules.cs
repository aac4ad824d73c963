using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki;

/// <summary>What a client's leaf has to look like, beyond a good chain.</summary>
internal static class LeafRules
{
    /// <summary>The most certificates that a client may send beside its leaf. A longer chain is an attempt to make us work.</summary>
    public const int MostCertificatesSent = 8;

    private const int LongestCommonName = 64;

    // RSA-PSS is missing on purpose: its hash stands in parameters that the certificate class does not show, and the default there is SHA-1.
    private static readonly HashSet<string> GoodSignatures =
        [Oids.RsaSha256, Oids.RsaSha384, Oids.RsaSha512, Oids.EcdsaSha256, Oids.EcdsaSha384, Oids.EcdsaSha512];

    /// <summary>The basic constraints say that this is a CA.</summary>
    public static bool IsAuthority(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(extension => extension.CertificateAuthority);

    /// <summary>The extended key usage is there and names clientAuth.</summary>
    public static bool NamesClientAuth(X509Certificate2 leaf) =>
        leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
            .Any(usage => usage.Value == Oids.ClientAuth);

    /// <summary>CN of the subject, fit for a log line.</summary>
    public static string? CommonName(X509Certificate2 leaf)
    {
        try
        {
            var name = leaf.SubjectName.EnumerateRelativeDistinguishedNames()
                .FirstOrDefault(part => !part.HasMultipleElements && part.GetSingleElementType().Value == Oids.CommonName)
                ?.GetSingleElementValue();
            return name is null ? null : Clean(name);
        }
        catch (CryptographicException)
        {
            // A subject that does not parse has no name; the verdict says what is thought of the certificate.
            return null;
        }
    }

    private static string Clean(string name) =>
        string.Concat(name.Take(LongestCommonName).Select(letter => char.IsControl(letter) ? '?' : letter));

    /// <summary>The key usage, if there is one, lets the key sign a handshake.</summary>
    public static bool MaySign(X509Certificate2 leaf) =>
        leaf.Extensions.OfType<X509KeyUsageExtension>().All(extension => extension.KeyUsages.HasFlag(X509KeyUsageFlags.DigitalSignature));

    /// <summary>Signed with a SHA-2 hash and an algorithm that we know.</summary>
    public static bool HasGoodSignature(X509Certificate2 certificate) => GoodSignatures.Contains(certificate.SignatureAlgorithm.Value ?? "");

    /// <summary>RSA of 2,048 bits or a curve of 256 at least.</summary>
    public static bool HasStrongKey(X509Certificate2 certificate)
    {
        switch (certificate.PublicKey.Oid.Value)
        {
            case Oids.RsaKey:
                using (var rsa = certificate.GetRSAPublicKey())
                    return rsa?.KeySize >= 2048;
            case Oids.EllipticCurveKey:
                using (var ecdsa = certificate.GetECDsaPublicKey())
                    return ecdsa?.KeySize >= 256;
            default:
                return false;
        }
    }
}
