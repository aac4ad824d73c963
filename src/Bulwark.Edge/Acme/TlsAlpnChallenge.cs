using System.Net.Security;
using Bulwark.Edge.Handshakes;
using Bulwark.Pki.Acme;
using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Edge.Acme;

/// <summary>Marks a connection by which a CA asks for the proof of a name (RFC 8737): it gets the challenge certificate, and ends after the handshake.</summary>
internal sealed class TlsAlpnChallenge(SslStreamCertificateContext certificate)
{
    private static readonly SslApplicationProtocol Protocol = new("acme-tls/1");

    /// <summary>Marks the connections that are for a challenge. Their hello has been read.</summary>
    public static void LookFor(ListenOptions listen, PendingChallenges challenges) => listen.Use(next => connection =>
    {
        if (challenges.HasNames && connection.Features.Get<ClientHello>() is { IsAcme: true, ServerName: { } name } && challenges.CertificateOf(name) is { } certificate)
            connection.Features.Set(new TlsAlpnChallenge(certificate));
        return next(connection);
    });

    /// <summary>Ends the connections that were for a challenge.</summary>
    public static void End(ListenOptions listen) =>
        listen.Use(next => connection => connection.Features.Get<TlsAlpnChallenge>() is null ? next(connection) : Task.CompletedTask);

    /// <summary>How such a connection is greeted.</summary>
    public SslServerAuthenticationOptions CreateTls()
    {
        var tls = TlsPolicy.CreateServerOptions(certificate);
        tls.ApplicationProtocols = [Protocol];
        tls.AllowTlsResume = false;
        return tls;
    }
}
