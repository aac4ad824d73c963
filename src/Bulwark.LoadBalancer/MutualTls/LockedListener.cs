using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// The lock of one listener: the policy in force, and every connection that passed it. It outlives the settings; they give it policies. Whatever way a connection
/// comes, through TLS or from memory, it comes through <see cref="Admit"/> and <see cref="ServeAsync"/>.
/// </summary>
internal sealed class LockedListener(string name, LockPolicy policy, ILogger log)
{
    private LockPolicy _policy = policy;

    /// <summary>Name of the listener.</summary>
    public string Name => name;

    /// <summary>The policy in force.</summary>
    public LockPolicy Policy => Volatile.Read(ref _policy);

    /// <summary>The connections that are open now.</summary>
    public ConnectionRegistry Connections { get; } = new();

    /// <summary>Judges a new connection by the policy in force, and tells a refusal.</summary>
    /// <param name="remote">Where it comes from.</param>
    /// <param name="leaf">The certificate that the peer proved to own, if any.</param>
    /// <param name="sent">What else the peer sent.</param>
    public Admission Admit(EndPoint? remote, X509Certificate2? leaf, X509Certificate2Collection? sent) => Tell(remote, Policy.Judge(leaf, sent));

    /// <summary>
    /// Runs an admitted connection to its end. While it lasts it can be judged again; its requests know a verified peer by the connection's
    /// <see cref="Proxy.Tls.PeerIdentity"/>. A connection that is not admitted, or not any more, ends here before a byte of it is read.
    /// </summary>
    public async Task ServeAsync(ConnectionContext connection, Admission admission, ConnectionDelegate next)
    {
        var open = new OpenConnection(connection, Renew(connection, admission));
        Connections.Add(open);
        try
        {
            // Whoever changes the policy from now on finds the connection in the registry. If it was changed just before, we find that here.
            open.Judged(Renew(connection, open.Admission));
            if (open.MustEnd)
                return;

            if (open.Identity is not null)
                connection.Features.Set(open.Identity);

            await next(connection);
        }
        finally
        {
            Connections.Remove(open);
        }
    }

    /// <summary>Puts a policy into force.</summary>
    public void Put(LockPolicy next) => Volatile.Write(ref _policy, next);

    private Admission Renew(ConnectionContext connection, Admission admission)
    {
        var current = Policy;
        return admission.Policy == current ? admission : Tell(connection.RemoteEndPoint, current.Judge(admission.Evidence));
    }

    private Admission Tell(EndPoint? remote, Admission admission)
    {
        if (!admission.IsAdmitted)
            Log.ConnectionRefused(log, remote, admission.Certificate.Reason, admission.Certificate.CommonName);

        return admission;
    }
}
