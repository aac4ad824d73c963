using System.Net.Security;
using System.Security.Authentication;

namespace Bulwark.Proxy.Tls;

/// <summary>What our TLS listeners speak: TLS 1.3 and 1.2 with authenticated encryption and forward secrecy only; HTTP/2 before HTTP/1.1.</summary>
public static class TlsPolicy
{
    /// <summary>A handshake that takes longer is given up.</summary>
    public static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(10);

    private static readonly CipherSuitesPolicy CipherSuites = new(
    [
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]);

    /// <summary>Options of a server that presents a certificate and asks for none.</summary>
    public static SslServerAuthenticationOptions CreateServerOptions(SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CipherSuitesPolicy = CipherSuites,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
    };

    /// <summary>
    /// Options of the same server for clients that offer TLS 1.3. Its cipher suites are good, all of them, so none are named here: then .NET keeps one context of OpenSSL for all
    /// connections, in place of one for each (11 KiB), and clients may resume a session. Not for a listener that trusts client certificates.
    /// </summary>
    public static SslServerAuthenticationOptions CreateSharedOptions(SslStreamCertificateContext certificate) => new()
    {
        ServerCertificateContext = certificate,
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
    };
}
