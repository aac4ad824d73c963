using System.Buffers.Binary;
using System.Net;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>The network that an address is counted as, in one word: alone, or with its neighbours when there is no room for each of them.</summary>
internal static class AddressNetwork
{
    /// <summary>How many steps there are; each is coarser than the one before.</summary>
    public const int Levels = 3;

    /// <summary>Above every IPv4 address; as the first half of an IPv6 address it stands for nobody.</summary>
    private const ulong IPv4 = 0xFFFF_FFFF_0000_0000;

    /// <summary>Bits that count of IPv4 (/32, /24, /16) and IPv6 (/64, /48, /16).</summary>
    private static ReadOnlySpan<int> IPv4Bits => [32, 24, 16];

    private static ReadOnlySpan<int> IPv6Bits => [64, 48, 16];

    /// <summary>The network of an address.</summary>
    /// <param name="address">Never IPv4 mapped into IPv6.</param>
    /// <param name="level">0 is the finest.</param>
    public static ulong Of(IPAddress address, int level)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        if (length == 4)
            return IPv4 | (BinaryPrimitives.ReadUInt32BigEndian(bytes) & (uint.MaxValue << (32 - IPv4Bits[level])));

        return BinaryPrimitives.ReadUInt64BigEndian(bytes) & (ulong.MaxValue << (64 - IPv6Bits[level]));
    }
}
