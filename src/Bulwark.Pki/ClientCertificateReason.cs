namespace Bulwark.Pki;

/// <summary>
/// Why a client certificate is taken or refused: a closed set, for metric tags and logs. Each reason is one check. <see cref="ConnectionLogWords"/> gives the words
/// that an AWS Application Load Balancer writes for the same.
/// </summary>
public enum ClientCertificateReason
{
    /// <summary>The certificate is taken.</summary>
    Accepted,

    /// <summary>The client sent none.</summary>
    NoCertificate,

    /// <summary>No chain with good signatures leads to a CA of the trust store: self-signed, of another CA, or without its intermediate.</summary>
    Untrusted,

    /// <summary>The leaf, or a CA above it, is past its not-after.</summary>
    Expired,

    /// <summary>The leaf, or a CA above it, is before its not-before.</summary>
    NotYetValid,

    /// <summary>The leaf, or a CA below the trusted one, stands on a revocation list of its issuer.</summary>
    Revoked,

    /// <summary>The revocation list of an issuer is too old to say anything.</summary>
    RevocationUnknown,

    /// <summary>The extended key usage does not name clientAuth. A missing extension and <c>anyExtendedKeyUsage</c> name nothing.</summary>
    MissingClientAuthEku,

    /// <summary>The key usage has no digitalSignature, so the key must not sign a handshake.</summary>
    KeyUsage,

    /// <summary>A CA presents itself instead of a leaf.</summary>
    CaAsLeaf,

    /// <summary>A key of the chain is too short (RSA below 2,048 bits, curves below 256) or of an unknown kind.</summary>
    WeakKey,

    /// <summary>A signature of the chain uses SHA-1, or an algorithm that is not on the list of good ones.</summary>
    WeakSignature,

    /// <summary>More CAs above the leaf than the trust store allows.</summary>
    ChainTooDeep,

    /// <summary>No key of the chain is one of the pinned ones.</summary>
    PinMismatch,

    /// <summary>The subject is not on the list of those let in.</summary>
    SubjectNotAllowed,

    /// <summary>Bytes that are no certificate to work with: an unknown critical extension, a damaged one, or a heap of certificates.</summary>
    UnsupportedCertificate,
}
