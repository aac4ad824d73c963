namespace Bulwark.Pki;

/// <summary>
/// What the connection log of an AWS Application Load Balancer writes into <c>tls_verify_status</c> ("Error reason codes" of its user guide), for tools that read such logs.
/// </summary>
public static class ConnectionLogWords
{
    extension(ClientCertificateReason reason)
    {
        /// <summary><c>Success</c>, or <c>Failed:</c> and the code that comes nearest.</summary>
        public string ConnectionLogWord => reason switch
        {
            ClientCertificateReason.Accepted => "Success",
            ClientCertificateReason.NoCertificate => "Failed:UnmappedConnectionError",
            ClientCertificateReason.Untrusted => "Failed:ClientCertUntrusted",
            ClientCertificateReason.Expired => "Failed:ClientCertExpired",
            ClientCertificateReason.NotYetValid => "Failed:ClientCertNotYetValid",
            ClientCertificateReason.Revoked => "Failed:ClientCertCrlHit",
            ClientCertificateReason.RevocationUnknown => "Failed:ClientCertCrlProcessingError",
            ClientCertificateReason.MissingClientAuthEku or ClientCertificateReason.KeyUsage => "Failed:ClientCertPurposeInvalid",
            ClientCertificateReason.CaAsLeaf or ClientCertificateReason.WeakKey or ClientCertificateReason.WeakSignature => "Failed:ClientCertTypeUnsupported",
            ClientCertificateReason.ChainTooDeep => "Failed:ClientCertMaxChainDepthExceeded",
            ClientCertificateReason.PinMismatch or ClientCertificateReason.SubjectNotAllowed => "Failed:ClientCertRejected",
            ClientCertificateReason.UnsupportedCertificate => "Failed:ClientCertInvalid",
        };
    }
}
