using System.Security.Cryptography;

namespace Bulwark.Pki;

/// <summary>What a leaf says of itself. <see cref="CertificateAuthority.IssueServer"/> and <see cref="CertificateAuthority.IssueClient"/> fill it in for everyday use.</summary>
public sealed record LeafProfile
{
    /// <summary>The subject's CN.</summary>
    public required string CommonName { get; init; }

    /// <summary>Extended key usages as object identifiers; none: the extension is left out, and a careful server refuses such a leaf.</summary>
    public required IReadOnlyList<string> Usages { get; init; }

    /// <summary>Names and IP addresses of the SAN.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>How long it is valid from now.</summary>
    public TimeSpan Lifetime { get; init; } = CertificateAuthority.LeafLifetime;

    /// <summary>How far its not-before lies in the past, so that a client whose clock is a little slow takes it.</summary>
    public TimeSpan Backdated { get; init; } = CertificateAuthority.Backdating;

    /// <summary>The key pair, ECDSA or RSA; none: a new one on P-256. A renewal keeps the key, so that certificate and key match at every moment of the swap.</summary>
    public AsymmetricAlgorithm? Key { get; init; }
}
