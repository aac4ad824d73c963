using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Proxy.Tls;

/// <summary>Who is at the other end of a connection, proved by a client certificate in its handshake. A connection without this feature is anybody's.</summary>
/// <param name="CommonName">CN of the leaf's subject.</param>
/// <param name="Fingerprint">SHA-256 of the leaf, in lower-case hex.</param>
public sealed record PeerIdentity(string CommonName, string Fingerprint)
{
    /// <summary>The identity of a leaf that has been verified.</summary>
    public static PeerIdentity Of(X509Certificate2 leaf, string commonName) => new(commonName, Convert.ToHexStringLower(leaf.GetCertHash(HashAlgorithmName.SHA256)));
}
