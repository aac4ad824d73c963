using System.Net;
using System.Security.Cryptography.X509Certificates;
using Bulwark.LoadBalancer.Listeners;
using Bulwark.LoadBalancer.MutualTls.Journal;
using Bulwark.LoadBalancer.MutualTls.Proofs;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// The lock of one listener: the policy in force, and every connection that passed it. It outlives the settings; they give it policies. Whatever way a connection
/// comes, through TLS or from memory, it comes through <see cref="Admit"/> and <see cref="ServeAsync"/>.
/// </summary>
internal sealed class LockedListener(ListenerSetup setup, LockJournal journal)
{
    private ListenerState _state = ListenerState.Of(setup);
    private bool _isUsed;

    /// <summary>Name of the listener.</summary>
    public string Name { get; } = setup.Name;

    /// <summary>What is in force.</summary>
    public ListenerState State => Volatile.Read(ref _state);

    /// <summary>The policy in force.</summary>
    public LockPolicy Policy => State.Policy;

    /// <summary>The connections that are open now.</summary>
    public ConnectionRegistry Connections { get; } = new();

    /// <summary>Connections of our own that try a policy before it is put into force.</summary>
    public ProofDesk Proofs { get; } = new();

    /// <summary>What the server listens on for it; null for a listener without an address.</summary>
    public ListenOptions? Bound { get; set; }

    /// <summary>Judges a new connection by the policy in force, and keeps record of it.</summary>
    /// <param name="remote">Where it comes from.</param>
    /// <param name="leaf">The certificate that the peer proved to own, if any.</param>
    /// <param name="sent">What else the peer sent.</param>
    public Admission Admit(EndPoint? remote, X509Certificate2? leaf, X509Certificate2Collection? sent)
    {
        Volatile.Write(ref _isUsed, true);
        var admission = Policy.Judge(leaf, sent);
        journal.Judged(Name, remote, admission);
        return admission;
    }

    /// <summary>
    /// Runs an admitted connection to its end. While it lasts it can be judged again; its requests know a verified peer by the connection's
    /// <see cref="Proxy.Tls.PeerIdentity"/>. A connection that is not admitted, or not any more, ends here before a byte of it is read.
    /// </summary>
    public async Task ServeAsync(ConnectionContext connection, Admission admission, ConnectionDelegate next)
    {
        var open = new OpenConnection(connection, admission);
        Connections.Add(open);
        Metrics.ConnectionChanged(Name, 1);
        try
        {
            // Whoever changes the policy from now on finds the connection in the registry. If it was changed during the handshake, we find that here.
            JudgeAgain(open, new VerdictCache(), hasTimePassed: false);
            if (open.MustEnd)
                return;

            Introduce(connection, open);
            await next(connection);
        }
        finally
        {
            Connections.Remove(open);
            Metrics.ConnectionChanged(Name, -1);
            open.Over();
        }
    }

    /// <summary>Whether anybody came, or was there, since the last call.</summary>
    public bool TakeUse() => Interlocked.Exchange(ref _isUsed, false) || Connections.Count > 0;

    /// <summary>Judges an open connection by the policy in force.</summary>
    /// <param name="open">The connection.</param>
    /// <param name="verdicts">What was found for others in the same sweep.</param>
    /// <param name="hasTimePassed">Judge those that were good though the policy is the same: certificates expire.</param>
    public void JudgeAgain(OpenConnection open, VerdictCache verdicts, bool hasTimePassed)
    {
        var before = open.JudgeAgain(last => Policy.JudgeAgain(last, hasTimePassed, verdicts));
        if (before is not null)
            journal.JudgedAgain(Name, open.RemoteEndPoint, before, open.Admission);
    }

    /// <summary>Puts settings into force.</summary>
    /// <param name="next">What they say of this listener.</param>
    /// <param name="keepsOverride">True when only files were read again: then an operator's mode stays.</param>
    public void Put(ListenerSetup next, bool keepsOverride)
    {
        while (true)
        {
            var now = State;
            var state = keepsOverride && now.Override is { } chosen ? ListenerState.Of(next, chosen) : ListenerState.Of(next);
            if (Interlocked.CompareExchange(ref _state, state, now) == now)
                return;
        }
    }

    /// <summary>Puts an operator's mode into force, unless something else came between.</summary>
    /// <param name="seen">The state that the operator decided on.</param>
    /// <param name="chosen">The mode.</param>
    public bool TryFlip(ListenerState seen, LockOverride chosen) =>
        Interlocked.CompareExchange(ref _state, ListenerState.Of(seen.Setup, chosen), seen) == seen;

    /// <summary>Requests know a verified peer by what is set here once for all of them.</summary>
    private static void Introduce(ConnectionContext connection, OpenConnection open)
    {
        if (open.Identity is null)
            return;

        connection.Features.Set(open.Identity);
        connection.Features.Set(ClientCertificateHeaders.Of(open.Admission));
    }
}
