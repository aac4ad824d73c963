using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Revocation;

/// <summary>A revocation list as its bytes say it. It proves nothing until <see cref="IsSignedBy"/> has said so of a CA that is trusted.</summary>
internal sealed record RevocationList
{
    /// <summary>DER of the issuer's name.</summary>
    public required ReadOnlyMemory<byte> Issuer { get; init; }

    public X500DistinguishedName IssuerName => new(Issuer.Span);

    /// <summary>Grows with each list of an issuer (RFC 5280, section 5.2.3).</summary>
    public required BigInteger Number { get; init; }

    public required DateTimeOffset ThisUpdate { get; init; }

    public required DateTimeOffset NextUpdate { get; init; }

    /// <summary>Serial numbers in upper-case hex without leading zeros.</summary>
    public required IReadOnlySet<string> Serials { get; init; }

    /// <summary>The bytes that are signed.</summary>
    public required ReadOnlyMemory<byte> Signed { get; init; }

    public required ReadOnlyMemory<byte> Signature { get; init; }

    /// <summary>Object identifier of the signature algorithm.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Looks a certificate up that this list's issuer made.</summary>
    public bool Lists(X509Certificate2 certificate) => Serials.Contains(Key(certificate.SerialNumberBytes.Span));

    /// <summary>A serial number as it stands in <see cref="Serials"/>.</summary>
    public static string Key(ReadOnlySpan<byte> serial) => Convert.ToHexString(serial.TrimStart((byte)0));

    /// <summary>The name is the CA's, the CA may sign lists, and the signature is good.</summary>
    public bool IsSignedBy(X509Certificate2 authority)
    {
        if (!Issuer.Span.SequenceEqual(authority.SubjectName.RawData) || !MaySignLists(authority))
            return false;

        using var ecdsa = authority.GetECDsaPublicKey();
        using var rsa = authority.GetRSAPublicKey();
        return Algorithm switch
        {
            Oids.EcdsaSha256 => IsGood(ecdsa, HashAlgorithmName.SHA256),
            Oids.EcdsaSha384 => IsGood(ecdsa, HashAlgorithmName.SHA384),
            Oids.EcdsaSha512 => IsGood(ecdsa, HashAlgorithmName.SHA512),
            Oids.RsaSha256 => IsGood(rsa, HashAlgorithmName.SHA256),
            Oids.RsaSha384 => IsGood(rsa, HashAlgorithmName.SHA384),
            Oids.RsaSha512 => IsGood(rsa, HashAlgorithmName.SHA512),
            _ => false,
        };
    }

    private bool IsGood(ECDsa? key, HashAlgorithmName hash) =>
        key is not null && key.VerifyData(Signed.Span, Signature.Span, hash, DSASignatureFormat.Rfc3279DerSequence);

    private bool IsGood(RSA? key, HashAlgorithmName hash) => key is not null && key.VerifyData(Signed.Span, Signature.Span, hash, RSASignaturePadding.Pkcs1);

    private static bool MaySignLists(X509Certificate2 authority) =>
        LeafRules.IsAuthority(authority) && LeafRules.HasStrongKey(authority)
        && authority.Extensions.OfType<X509KeyUsageExtension>().All(extension => extension.KeyUsages.HasFlag(X509KeyUsageFlags.CrlSign));
}
