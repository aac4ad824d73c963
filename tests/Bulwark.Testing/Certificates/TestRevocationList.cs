using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Testing.Certificates;

/// <summary>Makes revocation lists with the runtime's own builder, which shares no code with what reads them.</summary>
public sealed record TestRevocationList
{
    public BigInteger Number { get; init; } = 1;

    public required DateTimeOffset ThisUpdate { get; init; }

    public required DateTimeOffset NextUpdate { get; init; }

    public IReadOnlyList<X509Certificate2> Revoked { get; init; } = [];

    /// <summary>PEM of the list.</summary>
    public string SignedBy(X509Certificate2 issuer) => PemEncoding.WriteString("X509 CRL", Der(issuer)) + "\n";

    public byte[] Der(X509Certificate2 issuer)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in Revoked)
            builder.AddEntry(certificate, ThisUpdate, X509RevocationReason.KeyCompromise);

        return builder.Build(issuer, Number, NextUpdate, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, ThisUpdate);
    }
}
