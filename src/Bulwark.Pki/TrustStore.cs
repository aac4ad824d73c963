using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;

namespace Bulwark.Pki;

/// <summary>The CAs whose client certificates are taken. Nothing is downloaded during a verification; the system's own CAs count for nothing.</summary>
public sealed class TrustStore
{
    private readonly TimeProvider _time;

    private TrustStore(X509Certificate2Collection authorities, TimeProvider time)
    {
        Authorities = authorities;
        _time = time;
    }

    /// <summary>The CAs of the store.</summary>
    public X509Certificate2Collection Authorities { get; }

    /// <summary>A trust store from a PEM file of one or more CA certificates.</summary>
    /// <exception cref="OperatorException">The file is missing or damaged, or holds something else than CA certificates.</exception>
    public static TrustStore Load(string pemPath, TimeProvider? time = null)
    {
        var authorities = CertificateFiles.LoadAll(pemPath);
        foreach (var certificate in authorities)
        {
            if (!LeafRules.IsAuthority(certificate))
                throw new OperatorException($"The trust store {pemPath} holds '{certificate.Subject}', which is not a CA certificate: remove it.");
        }

        return new TrustStore(authorities, time ?? TimeProvider.System);
    }

    /// <summary>Decides about the certificate of a TLS client.</summary>
    /// <param name="leaf">What the client presented, if anything.</param>
    /// <param name="sent">What else it sent: intermediates, which help to build the chain and prove nothing by themselves.</param>
    public ClientCertificateVerdict Verify(X509Certificate2? leaf, X509Certificate2Collection? sent = null) =>
        leaf is null
            ? new ClientCertificateVerdict(ClientCertificateReason.NoCertificate, null)
            : new ClientCertificateVerdict(Judge(leaf, sent ?? []), LeafRules.CommonName(leaf));

    /// <summary>
    /// How a client checks a TLS server against this store: for <c>SslClientAuthenticationOptions.CertificateChainPolicy</c>. The name is checked by
    /// the caller's <c>TargetHost</c>. A policy is for one connection.
    /// </summary>
    public X509ChainPolicy CreateServerPolicy() => CreatePolicy(Oids.ServerAuth);

    private ClientCertificateReason Judge(X509Certificate2 leaf, X509Certificate2Collection sent)
    {
        if (sent.Count > LeafRules.MostCertificatesSent)
            return ClientCertificateReason.UnsupportedCertificate;

        using var chain = new X509Chain { ChainPolicy = CreatePolicy(Oids.ClientAuth) };
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        try
        {
            chain.Build(leaf);
            return Judge(leaf, chain);
        }
        catch (CryptographicException)
        {
            // The bytes are no certificate that can be worked with.
            return ClientCertificateReason.UnsupportedCertificate;
        }
        finally
        {
            foreach (var element in chain.ChainElements)
                element.Certificate.Dispose();
        }
    }

    private ClientCertificateReason Judge(X509Certificate2 leaf, X509Chain chain)
    {
        var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);

        // What an untrusted certificate says of itself is not worth a word, so this comes first.
        if ((status & ~(Dates | Usage | Unsupported)) != X509ChainStatusFlags.NoError)
            return ClientCertificateReason.Untrusted;

        if ((status & Dates) != X509ChainStatusFlags.NoError)
            return IsAnyExpired(chain) ? ClientCertificateReason.Expired : ClientCertificateReason.NotYetValid;

        if ((status & Unsupported) != X509ChainStatusFlags.NoError || !LeafRules.IsSupported(leaf, chain))
            return ClientCertificateReason.UnsupportedCertificate;

        // The chain engine takes a leaf without any EKU extension for one that may do everything: so the extension is asked for by name.
        return (status & Usage) != X509ChainStatusFlags.NoError || !LeafRules.NamesClientAuth(leaf)
            ? ClientCertificateReason.MissingClientAuthEku
            : ClientCertificateReason.Accepted;
    }

    private bool IsAnyExpired(X509Chain chain)
    {
        var now = _time.GetUtcNow();
        return chain.ChainElements.Any(element => now > element.Certificate.ValidUntil);
    }

    private X509ChainPolicy CreatePolicy(string usage)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = _time.GetUtcNow().UtcDateTime,
            VerificationTimeIgnored = false,
        };
        policy.CustomTrustStore.AddRange(Authorities);
        policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }

    private const X509ChainStatusFlags Dates = X509ChainStatusFlags.NotTimeValid;

    private const X509ChainStatusFlags Usage = X509ChainStatusFlags.NotValidForUsage;

    private const X509ChainStatusFlags Unsupported =
        X509ChainStatusFlags.HasWeakSignature | X509ChainStatusFlags.HasNotSupportedCriticalExtension | X509ChainStatusFlags.InvalidExtension;
}
