using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Testing.Certificates;

/// <summary>A way in which a client may come to a listener: a version of TLS, and of HTTP in it.</summary>
public sealed record TlsWay(SslProtocols Version, SslApplicationProtocol Alpn)
{
    private static readonly byte[] Http1Request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray();

    /// <summary>Every way that there is.</summary>
    public static IReadOnlyList<TlsWay> All { get; } =
    [
        new(SslProtocols.Tls12, SslApplicationProtocol.Http11), new(SslProtocols.Tls13, SslApplicationProtocol.Http11),
        new(SslProtocols.Tls12, SslApplicationProtocol.Http2), new(SslProtocols.Tls13, SslApplicationProtocol.Http2),
    ];

    /// <summary>A client that presents a certificate, however weak, to a server whose certificate this CA signed.</summary>
    /// <param name="leaf">Its own certificate, if any.</param>
    /// <param name="sent">What it sends beside that.</param>
    /// <param name="serverCa">The file of the CA.</param>
    public SslClientAuthenticationOptions Present(X509Certificate2? leaf, X509Certificate2Collection sent, string serverCa) => new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = Version,
        ApplicationProtocols = [Alpn],
        ClientCertificateContext = leaf is null ? null : SslStreamCertificateContext.Create(leaf, sent, offline: true),
#pragma warning disable SYSLIB0040 // Only so does the client's own OpenSSL let it present keys and signatures that it holds for weak (security level 0).
        EncryptionPolicy = EncryptionPolicy.AllowNoEncryption,
#pragma warning restore SYSLIB0040
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(serverCa) },
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
    };

    /// <summary>How many bytes such a client reads that sends a request: 0 when it is refused.</summary>
    public Task<int> CountBytesAsync(int port, SslClientAuthenticationOptions tls) =>
        RawTlsClient.CountApplicationBytesAsync(port, tls, Alpn == SslApplicationProtocol.Http2 ? Http2Frames.Preface : Http1Request);

    public override string ToString() => $"{Version}, {Alpn}";
}
