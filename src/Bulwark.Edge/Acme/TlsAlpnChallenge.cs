using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using Bulwark.Pki.Acme;
using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.Edge.Acme;

/// <summary>
/// Marks a connection by which a CA asks for the proof of a name (RFC 8737): it gets the challenge certificate, and ends after the handshake. .NET's choice of a certificate does not
/// know the protocols that a client offers; so the hello is read beforehand, while a name is being proved and at no other time.
/// </summary>
internal sealed class TlsAlpnChallenge(SslStreamCertificateContext certificate)
{
    private static readonly SslApplicationProtocol Protocol = new("acme-tls/1");

    /// <summary>Looks at each hello. What is not of ACME goes on untouched.</summary>
    public static void LookFor(ListenOptions listen, PendingChallenges challenges) =>
        listen.Use(next => connection => challenges.HasNames ? LookAsync(connection, challenges, next) : next(connection));

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

    private static async Task LookAsync(ConnectionContext connection, PendingChallenges challenges, ConnectionDelegate next)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed);
        patience.CancelAfter(TlsPolicy.HandshakeTimeout);
        try
        {
            if (await ReadHelloAsync(connection.Transport.Input, patience.Token) is { IsAcme: true, ServerName: { } name } && challenges.CertificateOf(name) is { } certificate)
                connection.Features.Set(new TlsAlpnChallenge(certificate));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // Somebody who says nothing, or has gone.
            return;
        }

        await next(connection);
    }

    private static async Task<ClientHello?> ReadHelloAsync(PipeReader input, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken);
            var buffer = result.Buffer;
            var isDone = Read(buffer, out var hello) || result.IsCompleted || result.IsCanceled || buffer.Length >= ClientHello.MostBytes;

            // Nothing is consumed. What was examined to its end would not be given again before more comes: so the last look leaves one byte.
            input.AdvanceTo(buffer.Start, isDone && buffer.Length > 0 ? buffer.GetPosition(buffer.Length - 1) : buffer.End);
            if (isDone)
                return hello;
        }
    }

    private static bool Read(in ReadOnlySequence<byte> buffer, out ClientHello? hello) =>
        buffer.IsSingleSegment ? ClientHello.TryRead(buffer.FirstSpan, out hello) : ClientHello.TryRead(buffer.Slice(0, Math.Min(buffer.Length, ClientHello.MostBytes)).ToArray(), out hello);
}
