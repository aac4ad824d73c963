using System.Net.Sockets;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>A new connection to a target.</summary>
/// <param name="Stream">What is sent and read: the socket's bytes, or those inside TLS. It owns the socket.</param>
/// <param name="Socket">Ends everything that is under way when it is closed.</param>
/// <param name="IsCut">True once it was we who ended what is read, which looks just like an end that the target made; null: nobody does.</param>
public sealed record TargetLink(Stream Stream, Socket Socket, Func<bool>? IsCut = null);
