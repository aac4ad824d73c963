using System.Net;
using Bulwark.Proxy.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>A connection beyond its handshake, with what its peer proved there.</summary>
internal sealed class OpenConnection(ConnectionContext connection, Admission admission)
{
    private readonly Lock _lock = new();
    private Admission _admission = admission;
    private bool _isOver;

    /// <summary>Where it comes from.</summary>
    public EndPoint? RemoteEndPoint => connection.RemoteEndPoint;

    /// <summary>Who the peer is, as its requests know it; never changes. Null: a stranger.</summary>
    public PeerIdentity? Identity { get; } = IdentityOf(admission);

    /// <summary>What was last said of it.</summary>
    public Admission Admission => Volatile.Read(ref _admission);

    /// <summary>
    /// The connection has to end: refused, or no longer who its requests take it for. A peer that loses its identity while the lock is open goes too; else its requests
    /// would be trusted for as long as it holds the connection.
    /// </summary>
    public bool MustEnd => Admission is var current && (!current.IsAdmitted || (Identity is not null && !current.IsVerified));

    /// <summary>Its certificate counts now and did not when it connected: with a new connection its requests are no longer those of a stranger.</summary>
    public bool ShouldReconnect => Identity is null && Admission.IsVerified;

    /// <summary>
    /// Judges it again. The policy is looked up while nobody else judges, so what is recorded last is always the word of the latest policy.
    /// </summary>
    /// <param name="judge">The new verdict; null: the old one stands.</param>
    /// <returns>What was recorded before, when the verdict is a new one; else null.</returns>
    public Admission? JudgeAgain(Func<Admission, Admission?> judge)
    {
        lock (_lock)
        {
            var before = _admission;
            if (judge(before) is not { } next)
                return null;

            Volatile.Write(ref _admission, next);
            return before;
        }
    }

    /// <summary>Asks the peer to go: GOAWAY in HTTP/2, <c>Connection: close</c> in HTTP/1.1. Requests under way are answered.</summary>
    public void RequestClose() => connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();

    /// <summary>Cuts it, unless it is over.</summary>
    public void Abort()
    {
        lock (_lock)
        {
            if (!_isOver)
                connection.Abort(new ConnectionAbortedException("The lock refuses this peer"));
        }
    }

    /// <summary>Its transport goes back to the server now and is not to be touched any more.</summary>
    public void Over()
    {
        lock (_lock)
            _isOver = true;
    }

    private static PeerIdentity? IdentityOf(Admission admission) =>
        admission.IsVerified ? new PeerIdentity(admission.Certificate.CommonName ?? "", admission.Evidence.Fingerprint!) : null;
}
