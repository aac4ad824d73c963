using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Core.Link;

/// <summary>
/// The way between two tiers of one process: HTTP over a pair of pipes instead of a socket. Only code that holds this object can open a connection, so no address, setting
/// or header leads here, and each connection names the certificate of the tier that opened it.
/// </summary>
/// <param name="name">The tier that listens: for logs.</param>
public sealed class InMemoryLink(string name)
{
    private LinkListener? _listener;

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

    /// <exception cref="InvalidOperationException">Somebody listens already.</exception>
    internal void Bind(LinkListener listener)
    {
        if (Interlocked.CompareExchange(ref _listener, listener, null) is not null)
            throw new InvalidOperationException($"{EndPoint} has a listener already.");
    }

    internal void Unbind(LinkListener listener) => Interlocked.CompareExchange(ref _listener, null, listener);
}
