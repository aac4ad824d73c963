using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>A connection beyond its handshake, with what its peer proved there.</summary>
internal sealed class OpenConnection(ConnectionContext connection, Admission admission)
{
    private Admission _admission = admission;

    /// <summary>The peer's certificates.</summary>
    public ClientEvidence Evidence => _admission.Evidence;

    /// <summary>Who the peer is, as its requests know it; never changes. Null: a stranger.</summary>
    public PeerIdentity? Identity { get; } = IdentityOf(admission);

    /// <summary>What was last said of it.</summary>
    public Admission Admission => Volatile.Read(ref _admission);

    /// <summary>
    /// The connection has to end: refused, or no longer who its requests take it for. A peer that loses its identity while the lock is open goes too; else its requests
    /// would be trusted for as long as it holds the connection.
    /// </summary>
    public bool MustEnd => !Admission.IsAdmitted || (Identity is not null && !Admission.IsVerified);

    /// <summary>Records what is said of it now.</summary>
    public void Judged(Admission admission) => Volatile.Write(ref _admission, admission);

    /// <summary>Asks the peer to go: GOAWAY in HTTP/2, <c>Connection: close</c> in HTTP/1.1. Requests under way are answered.</summary>
    public void RequestClose() => connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    /// <summary>Cuts it.</summary>
    public void Abort() => connection.Abort(new ConnectionAbortedException("The lock refuses this peer"));

    private static PeerIdentity? IdentityOf(Admission admission) =>
        admission.IsVerified ? new PeerIdentity(admission.Certificate.CommonName ?? "", admission.Evidence.Fingerprint!) : null;
}
