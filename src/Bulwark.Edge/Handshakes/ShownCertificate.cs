using System.Net.Security;
using Bulwark.Proxy.Tls;

namespace Bulwark.Edge.Handshakes;

/// <summary>A certificate of the edge, with the TLS options of the connections that show it.</summary>
internal sealed class ShownCertificate(SslStreamCertificateContext context)
{
    /// <summary>The certificate, its key and its chain.</summary>
    public SslStreamCertificateContext Context { get; } = context;

    /// <summary>For any client.</summary>
    public SslServerAuthenticationOptions Tls { get; } = TlsPolicy.CreateServerOptions(context);

    /// <summary>For a client that offers TLS 1.3.</summary>
    public SslServerAuthenticationOptions Tls13 { get; } = TlsPolicy.CreateSharedOptions(context);
}
