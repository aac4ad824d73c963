using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Link;

/// <summary>
/// The way between two tiers of one process: HTTP over a pair of pipes instead of a socket, and requests without a body as they are. Only code that holds this object can open a
/// connection, so no address, setting or header leads here, and each connection names the certificate of the tier that opened it.
/// </summary>
/// <param name="name">The tier that listens: for logs.</param>
public sealed class InMemoryLink(string name)
{
    private readonly ConcurrentDictionary<LinkSession, LinkSession> _sessions = new();
    private LinkListener? _listener;
    private RequestDelegate? _pipeline;

    /// <summary>What the listening tier gives to its server.</summary>
    public LinkEndPoint EndPoint => field ??= new LinkEndPoint(this, name);

    /// <summary>Opens a connection.</summary>
    /// <param name="leaf">Who opens it. Holding the key is what a TLS handshake would prove, so the certificate comes with its key; the listener gets the certificate alone.</param>
    /// <param name="intermediates">Certificates between the leaf and its CA.</param>
    /// <exception cref="SocketException">Nobody listens.</exception>
    /// <exception cref="ArgumentException">The leaf comes without its key.</exception>
    public Stream Connect(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates)
    {
        if (!leaf.HasPrivateKey)
            throw new ArgumentException("An identity that is not proved by its key is none.", nameof(leaf));

        var connection = new LinkConnection(EndPoint, LinkPeer.Of(leaf, intermediates), Volatile.Read(ref _listener)?.Memory);
        return Volatile.Read(ref _listener)?.TryOffer(connection) == true
            ? connection.Client
            : throw new SocketException((int)SocketError.ConnectionRefused);
    }

    /// <summary>Opens a session, the same for requests that need no bytes.</summary>
    /// <param name="leaf">Who opens it, as for <see cref="Connect"/>.</param>
    /// <param name="intermediates">Certificates between the leaf and its CA.</param>
    /// <returns>A session, which is over already when the listening tier does not like the peer; null when nobody listens.</returns>
    /// <exception cref="ArgumentException">The leaf comes without its key.</exception>
    public LinkSession? Open(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates)
    {
        if (!leaf.HasPrivateKey)
            throw new ArgumentException("An identity that is not proved by its key is none.", nameof(leaf));

        if (Volatile.Read(ref _listener) is not { } listener || Serve is not { } serve || Volatile.Read(ref _pipeline) is not { } pipeline)
            return null;

        var session = new LinkSession(this, LinkPeer.Of(leaf, intermediates), pipeline);
        _sessions[session] = session;
        _ = ServeAsync(session, serve);

        // Whoever stops listening from now on finds the session; if it was before, we find that here.
        if (Volatile.Read(ref _listener) != listener)
            session.Abort();

        return session;
    }

    /// <summary>Where requests of sessions go.</summary>
    internal void SetPipeline(RequestDelegate pipeline) => Volatile.Write(ref _pipeline, pipeline);

    /// <summary>How connections are judged and run.</summary>
    internal Func<ConnectionContext, LinkPeer, ConnectionDelegate, Task>? Serve { get; set; }

    /// <summary>Who is told of sessions that end with an exception.</summary>
    internal LinkFaults? Faults { get; set; }

    internal void Forget(LinkSession session) => _sessions.TryRemove(session, out _);

    private async Task ServeAsync(LinkSession session, Func<ConnectionContext, LinkPeer, ConnectionDelegate, Task> serve)
    {
        try
        {
            await session.ServeAsync(serve);
        }
#pragma warning disable CA1031 // nobody waits for it: the session is over, and what remains is to say why
        catch (Exception e)
#pragma warning restore CA1031
        {
            Faults?.Tell(name, e);
        }
    }

    /// <exception cref="InvalidOperationException">Somebody listens already.</exception>
    internal void Bind(LinkListener listener)
    {
        if (Interlocked.CompareExchange(ref _listener, listener, null) is not null)
            throw new InvalidOperationException($"{EndPoint} has a listener already.");
    }

    /// <summary>No new connections, and no new requests over those that there are.</summary>
    internal void Unbind(LinkListener listener)
    {
        if (Interlocked.CompareExchange(ref _listener, null, listener) != listener)
            return;

        foreach (var (session, _) in _sessions)
            session.RequestClose();
    }

    /// <summary>The listening tier is about to be gone.</summary>
    internal void Cut()
    {
        foreach (var (session, _) in _sessions)
            session.Abort();
    }
}
