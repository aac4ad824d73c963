using System.Net.Sockets;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.Firewall.Serving;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>Which share of the memory for held bodies is a client's.</summary>
internal static class HeldShare
{
    private const int NetworkBytes = 8;

    /// <summary>The share of an address; of an IPv6 address that of its /64 network, because that is what one subscriber has.</summary>
    public static int Of(HttpContext context)
    {
        var address = ClientAddress.Find(context).Address;
        if (address.Equals(System.Net.IPAddress.None))
            return HeldMemory.NoShare;

        Span<byte> bytes = stackalloc byte[16];
        if (!address.TryWriteBytes(bytes, out var length))
            return HeldMemory.NoShare;

        // Seeded by the process, so that nobody can choose addresses that meet somebody's share.
        var hash = default(HashCode);
        hash.AddBytes(bytes[..(address.AddressFamily == AddressFamily.InterNetworkV6 ? NetworkBytes : length)]);
        return hash.ToHashCode() & (HeldMemory.Shares - 1);
    }
}
