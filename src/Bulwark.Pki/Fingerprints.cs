using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki;

/// <summary>SHA-256 fingerprints in lower-case hex.</summary>
public static class Fingerprints
{
    /// <summary>Of a whole certificate.</summary>
    public static string Of(X509Certificate2 certificate) => Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));

    /// <summary>Of a certificate's SubjectPublicKeyInfo: the same for every certificate of one key.</summary>
    public static string OfKey(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo()));
}
