using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Pki.Trust;

/// <summary>
/// Every check of a client certificate, in the order in which a broken one is told. What an untrusted certificate says of itself is not worth a word, so trust comes first.
/// No check relies on another one.
/// </summary>
internal static class TrustRules
{
    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid;

    private const X509ChainStatusFlags Usage = X509ChainStatusFlags.NotValidForUsage;

    private const X509ChainStatusFlags Unsupported = X509ChainStatusFlags.HasNotSupportedCriticalExtension | X509ChainStatusFlags.InvalidExtension;

    private const X509ChainStatusFlags Told = Dates | Usage | Unsupported | X509ChainStatusFlags.HasWeakSignature;

    public static IReadOnlyList<TrustRule> All { get; } =
    [
        new(ClientCertificateReason.Untrusted, chain => chain.Has(~Told)),
        new(ClientCertificateReason.NotYetValid, chain => chain.Certificates.Any(certificate => chain.Now < certificate.ValidFrom)),
        new(ClientCertificateReason.Expired, IsExpired),
        new(ClientCertificateReason.Revoked, chain => chain.Revocations.IsRevoked(chain.Certificates)),
        new(ClientCertificateReason.RevocationUnknown, chain => chain.Revocations.IsStale(chain.Certificates, chain.Now)),
        new(ClientCertificateReason.UnsupportedCertificate, chain => chain.Has(Unsupported)),
        new(ClientCertificateReason.CaAsLeaf, chain => LeafRules.IsAuthority(chain.Leaf)),
        new(ClientCertificateReason.WeakKey, chain => !chain.Certificates.All(LeafRules.HasStrongKey)),
        new(ClientCertificateReason.WeakSignature, chain => chain.Has(X509ChainStatusFlags.HasWeakSignature) || !chain.Certificates.All(LeafRules.HasGoodSignature)),
        new(ClientCertificateReason.KeyUsage, chain => !LeafRules.MaySign(chain.Leaf)),

        // The chain engine takes a leaf without any EKU extension for one that may do everything: so the extension is asked for by name.
        new(ClientCertificateReason.MissingClientAuthEku, chain => chain.Has(Usage) || !LeafRules.NamesClientAuth(chain.Leaf)),
        new(ClientCertificateReason.ChainTooDeep, chain => chain.Certificates.Count - 1 > chain.MaxDepth),
        new(ClientCertificateReason.PinMismatch, chain => chain.Pins.Count > 0 && !chain.Certificates.Any(certificate => chain.Pins.Contains(SpkiPin.Of(certificate)))),
        new(ClientCertificateReason.SubjectNotAllowed, chain => chain.Subjects.Count > 0 && !chain.Subjects.Any(subject => subject.Matches(chain.Leaf))),
    ];

    /// <summary>By our own reckoning, and by the chain engine's, which may round the second in which a certificate ends.</summary>
    private static bool IsExpired(PresentedChain chain) =>
        chain.Certificates.Any(certificate => chain.Now > certificate.ValidUntil)
        || (chain.Has(Dates) && !chain.Certificates.Any(certificate => chain.Now < certificate.ValidFrom));
}
