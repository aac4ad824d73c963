using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Proxy.Tls;

namespace Bulwark.LoadBalancer.MutualTls.Proofs;

/// <summary>
/// Tries a policy before it is put into force: with each edge identity a TLS handshake to the real listener, over the network, in which that connection alone is judged by
/// the candidate.
/// </summary>
internal sealed class LockProof(DataDirectory data, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Tries a policy with every identity that has to get through.</summary>
    /// <param name="listener">Where.</param>
    /// <param name="candidate">The policy.</param>
    /// <param name="identities">The identities of the settings; the edge's own comes first if it is on this machine.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IReadOnlyList<ProofResult>> TryAsync(
        LockedListener listener, LockPolicy candidate, IEnumerable<CertificateOptions> identities, CancellationToken cancellationToken)
    {
        var results = new List<ProofResult>();
        foreach (var identity in OwnEdge().Concat(identities))
            results.Add(await TryAsync(listener, candidate, identity, cancellationToken));

        return results;
    }

    private IEnumerable<CertificateOptions> OwnEdge()
    {
        var edge = CertificateOptions.OfInstance(data, PkiFolder.Edge);
        return File.Exists(edge.CertificateFile) ? [edge] : [];
    }

    private async Task<ProofResult> TryAsync(LockedListener listener, LockPolicy candidate, CertificateOptions identity, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var leaf = identity.Load(data);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            var admission = await DialAsync(listener, candidate, leaf, patience.Token);
            return new ProofResult
            {
                Identity = identity.CertificateFile,
                CommonName = admission.Certificate.CommonName,
                IsAdmitted = admission.IsAdmitted,
                Reason = admission.Certificate.Reason.ToString(),
                Milliseconds = Since(began),
            };
        }
        catch (Exception e) when (e is OperatorException or SocketException or IOException or AuthenticationException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return new ProofResult { Identity = identity.CertificateFile, IsAdmitted = false, Reason = Explain(e), Milliseconds = Since(began) };
        }
    }

    private static async Task<Admission> DialAsync(LockedListener listener, LockPolicy candidate, SslStreamCertificateContext leaf, CancellationToken cancellationToken)
    {
        var target = AddressOf(listener);
        using var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(target.Address, 0));
        var own = (IPEndPoint)socket.LocalEndPoint!;
        using var ticket = new ProofTicket(candidate);
        listener.Proofs.Expect(own, ticket);
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            await using var tls = new SslStream(new NetworkStream(socket), leaveInnerStreamOpen: false);
            await tls.AuthenticateAsClientAsync(ClientOptions(listener, leaf), cancellationToken);
            return await ticket.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or AuthenticationException && ticket.Verdict is not null)
        {
            // The refusal reached us before the verdict did.
            return ticket.Verdict;
        }
        finally
        {
            listener.Proofs.Forget(own);
        }
    }

    /// <summary>As the edge does it. That our own listener is at the other end is told by its certificate, byte for byte.</summary>
    private static SslClientAuthenticationOptions ClientOptions(LockedListener listener, SslStreamCertificateContext leaf) => new()
    {
        TargetHost = "origin",
        EnabledSslProtocols = SslProtocols.Tls13,
        ApplicationProtocols = [SslApplicationProtocol.Http2],
        ClientCertificateContext = leaf,
        RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown is X509Certificate2 certificate && listener.State.Setup.Certificates.All.Any(own => own.TargetCertificate.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)),
    };

    private static IPEndPoint AddressOf(LockedListener listener)
    {
        var bound = listener.Bound?.IPEndPoint ?? throw new UnreachableException($"The listener {listener.Name} has no address");
        var isEverywhere = bound.Address.Equals(IPAddress.Any) || bound.Address.Equals(IPAddress.IPv6Any);
        return isEverywhere ? new IPEndPoint(IPAddress.Loopback, bound.Port) : bound;
    }

    private static string Explain(Exception e) => e is OperationCanceledException ? $"no verdict within {Patience.TotalSeconds:0} seconds" : e.GetBaseException().Message;

    private double Since(long began) => Math.Round(time.GetElapsedTime(began).TotalMilliseconds, 1);
}
