using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.Proxy.Addresses;

/// <summary>Reads the address of a connection's peer once, for all its requests.</summary>
internal static class ClientAddressMiddleware
{
    /// <summary>Keeps the <see cref="ClientAddress"/> with each connection of the listener.</summary>
    public static void UseClientAddress(this IConnectionBuilder listen) =>
        listen.Use(next => connection =>
        {
            connection.Features.Set(ClientAddress.OfPeer((connection.RemoteEndPoint as IPEndPoint)?.Address));
            return next(connection);
        });
}
