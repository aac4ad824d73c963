using System.Net;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Addresses;

/// <summary>
/// Who a request comes from, in the one place where everything that counts or judges by address reads it. It is the peer of the connection, unless that peer is a proxy that
/// is trusted to name its client.
/// </summary>
/// <param name="Address">Never IPv4 mapped into IPv6, and without a scope.</param>
/// <param name="Text">The same, as it is written into headers and logs.</param>
public sealed record ClientAddress(IPAddress Address, string Text)
{
    /// <summary>A peer without an IP address: a connection inside the process, before its proxy has named a client.</summary>
    private static readonly ClientAddress None = new(IPAddress.None, IPAddress.None.ToString());

    /// <summary>Who was found last on this thread. Within one process the load balancer reads the very string that the edge wrote of him a moment ago.</summary>
    [ThreadStatic]
    private static ClientAddress? t_found;

    /// <summary>The client of a request. It is right from the moment on when the headers have been cleaned.</summary>
    public static IPAddress Of(HttpContext context) => Find(context).Address;

    internal static ClientAddress Find(HttpContext context) => t_found = context.Features.Get<ClientAddress>() ?? OfPeer(context.Connection.RemoteIpAddress);

    /// <summary>The peer of a connection.</summary>
    internal static ClientAddress OfPeer(IPAddress? peer) => peer is null ? None : Create(peer);

    /// <summary>The address that a text names, or null when it is anything but one plain IP address.</summary>
    internal static ClientAddress? Parse(string text) => t_found is { } found && ReferenceEquals(found.Text, text) ? found : ParseAnew(text);

    private static ClientAddress? ParseAnew(string text)
    {
        // The library takes '[::1]:80', '127.1' and '0x7f.1' for addresses too. Whoever sends such a thing is no proxy that we know.
        if (text.Length is < 2 or > 45 || text.AsSpan().ContainsAny('[', '%') || !IPAddress.TryParse(text, out var address))
            return null;

        return text.Contains(':') || address.ToString() == text ? Create(address) : null;
    }

    private static ClientAddress Create(IPAddress address)
    {
        var plain = address switch
        {
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4(), // a dual-stack socket shows 10.0.0.1 as ::ffff:10.0.0.1; it is the same client
            { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6, ScopeId: not 0 } => new IPAddress(address.GetAddressBytes()),
            _ => address,
        };
        return new ClientAddress(plain, plain.ToString());
    }
}
