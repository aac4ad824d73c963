using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Trust;

/// <summary>A CA of a trust store.</summary>
/// <param name="Certificate">Its certificate.</param>
/// <param name="RetiresAt">From this moment on it is trusted no more; null: as long as it is valid.</param>
internal sealed record TrustedAuthority(X509Certificate2 Certificate, DateTimeOffset? RetiresAt = null)
{
    /// <summary>What a foreign CA is called here; none: the CA is one of ours, or one that the settings name.</summary>
    public string? ImportedAs { get; init; }

    /// <summary>
    /// The name of a client whose chain ends here. A foreign CA writes into its certificates what it likes, the CN of our edge too: so its names carry a prefix that no CA of
    /// ours can write.
    /// </summary>
    public string? Qualify(string? commonName) => ImportedAs is null ? commonName : $"{ImportedAs}/{commonName}";

    public bool IsLive(DateTimeOffset now) => RetiresAt is null || now < RetiresAt;
}
