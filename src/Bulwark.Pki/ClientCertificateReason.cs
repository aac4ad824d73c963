namespace Bulwark.Pki;

/// <summary>
/// Why a client certificate is taken or refused: a closed set, for metric tags and logs. The words follow the connection error codes of AWS Application Load
/// Balancers (<c>ClientCertUntrusted</c>, <c>ClientCertExpired</c> and so on).
/// </summary>
public enum ClientCertificateReason
{
    /// <summary>The certificate is taken.</summary>
    Accepted,

    /// <summary>The client sent none.</summary>
    NoCertificate,

    /// <summary>No chain with good signatures leads to a CA of the trust store.</summary>
    Untrusted,

    /// <summary>The leaf, or a CA above it, is past its not-after.</summary>
    Expired,

    /// <summary>The leaf, or a CA above it, is before its not-before.</summary>
    NotYetValid,

    /// <summary>The extended key usage does not name clientAuth. A missing extension and <c>anyExtendedKeyUsage</c> name nothing.</summary>
    MissingClientAuthEku,

    /// <summary>A CA used as a leaf, a weak or unknown kind of key or signature, a key usage without digitalSignature, or too long a chain.</summary>
    UnsupportedCertificate,
}
