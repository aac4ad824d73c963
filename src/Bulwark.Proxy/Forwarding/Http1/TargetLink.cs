using System.Net.Sockets;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>A new connection to a target.</summary>
/// <param name="Stream">What is sent and read: the socket's bytes, or those inside TLS. It owns the socket.</param>
/// <param name="Socket">Ends everything that is under way when it is closed.</param>
public sealed record TargetLink(Stream Stream, Socket Socket);
