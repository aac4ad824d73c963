using System.Globalization;
using System.Net.Sockets;
using Bulwark.Proxy.Addresses;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Promotion;

/// <summary>Whom a request belongs to, as far as promotions tell clients apart: the member whose token was verified, else the address.</summary>
/// <param name="Name">The member's keyed hash, or the address; of an IPv6 address the /64 network, because that is what one subscriber has.</param>
/// <param name="IsMember">Whether it is a member.</param>
internal readonly record struct FirewallClient(string Name, bool IsMember)
{
    /// <summary>The client of a request.</summary>
    /// <param name="context">The request, after its headers have been cleaned.</param>
    /// <param name="member">The member whom it belongs to; null when nobody knows one.</param>
    public static FirewallClient Of(HttpContext context, string? member)
    {
        if (member is not null)
            return new FirewallClient(member, IsMember: true);

        var client = ClientAddress.Find(context);
        return new FirewallClient(client.Address.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkOf(client) : client.Text, IsMember: false);
    }

    private static string NetworkOf(ClientAddress client)
    {
        Span<byte> bytes = stackalloc byte[16];
        client.Address.TryWriteBytes(bytes, out _);
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(bytes[..8])}/64");
    }
}
