using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Trust;

/// <summary>A CA of a trust store.</summary>
/// <param name="Certificate">Its certificate.</param>
/// <param name="RetiresAt">From this moment on it is trusted no more; null: as long as it is valid.</param>
internal sealed record TrustedAuthority(X509Certificate2 Certificate, DateTimeOffset? RetiresAt = null)
{
    public bool IsLive(DateTimeOffset now) => RetiresAt is null || now < RetiresAt;
}
