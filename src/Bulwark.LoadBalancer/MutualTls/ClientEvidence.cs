using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// The certificates that a peer showed in its handshake, as bytes: the TLS stream disposes of its own objects, and a connection may have to be judged again hours later.
/// </summary>
internal sealed class ClientEvidence
{
    /// <summary>The most bytes of certificates that are kept. A peer that sends more is refused for it, so nobody can fill the memory with certificates.</summary>
    public const int MostBytes = 32 * 1024;

    /// <summary>The peer showed no certificate.</summary>
    public static readonly ClientEvidence None = new([], [], fingerprint: null, key: "");

    private readonly byte[] _leaf;
    private readonly byte[][] _sent;

    private ClientEvidence(byte[] leaf, byte[][] sent, string? fingerprint, string key)
    {
        _leaf = leaf;
        _sent = sent;
        Fingerprint = fingerprint;
        Key = key;
    }

    /// <summary>SHA-256 of the leaf in lower-case hex; null when there is none.</summary>
    public string? Fingerprint { get; }

    /// <summary>The peer sent more than is kept: refused, whatever it is.</summary>
    public bool IsOversized => Fingerprint is not null && _leaf.Length == 0;

    /// <summary>Two pieces of evidence with the same key get the same verdict: a hash of everything that the peer sent.</summary>
    public string Key { get; }

    /// <summary>The evidence of a handshake, copied.</summary>
    /// <param name="leaf">What the peer presented, if anything.</param>
    /// <param name="sent">What else it sent.</param>
    public static ClientEvidence Of(X509Certificate2? leaf, X509Certificate2Collection? sent = null)
    {
        if (leaf is null)
            return None;

        var fingerprint = Convert.ToHexStringLower(leaf.GetCertHash(HashAlgorithmName.SHA256));
        var length = leaf.RawDataMemory.Length + (sent?.Sum(certificate => certificate.RawDataMemory.Length) ?? 0);
        if (length > MostBytes)
            return new ClientEvidence([], [], fingerprint, "oversized");

        byte[][] others = sent is null ? [] : [.. sent.Select(certificate => certificate.RawData)];
        return new ClientEvidence(leaf.RawData, others, fingerprint, KeyOf(fingerprint, others));
    }

    /// <summary>The leaf as an object of the caller's own; null when there is none or it was too large to be kept.</summary>
    public X509Certificate2? OpenLeaf() => _leaf.Length == 0 ? null : X509CertificateLoader.LoadCertificate(_leaf);

    /// <summary>What a trust store says of it now.</summary>
    public ClientCertificateVerdict VerifyAgainst(TrustStore trustStore)
    {
        if (IsOversized)
            return new ClientCertificateVerdict(ClientCertificateReason.UnsupportedCertificate, null);

        using var leaf = OpenLeaf();
        var sent = new X509Certificate2Collection();
        try
        {
            foreach (var bytes in _sent)
                sent.Add(X509CertificateLoader.LoadCertificate(bytes));

            return trustStore.Verify(leaf, sent);
        }
        finally
        {
            foreach (var certificate in sent)
                certificate.Dispose();
        }
    }

    private static string KeyOf(string fingerprint, byte[][] sent) =>
        sent.Length == 0 ? fingerprint : string.Join('/', sent.Select(certificate => Convert.ToHexStringLower(SHA256.HashData(certificate))).Prepend(fingerprint));
}
