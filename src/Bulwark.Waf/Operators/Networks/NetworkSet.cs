using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bulwark.Waf.Operators.Networks;

/// <summary>Addresses and CIDR networks of IPv4 and IPv6. An IPv4 address in IPv6 form (<c>::ffff:10.0.0.1</c>) is the same client as the address itself.</summary>
/// <remarks>All are kept as IPv6 prefixes, a set for each prefix length, so that a look-up costs as many steps as there are different lengths.</remarks>
internal sealed class NetworkSet
{
    private const int Bits = 128;
    private const int MappedPrefix = 96; // of ::ffff:0:0/96

    private readonly (int Length, HashSet<UInt128> Prefixes)[] _networks;

    /// <exception cref="RuleException">An entry is neither an address nor a CIDR network.</exception>
    public NetworkSet(string operatorName, IEnumerable<string> entries) => _networks =
    [
        .. entries.Select(entry => Parse(operatorName, entry))
            .GroupBy(network => network.Length, network => network.Prefix)
            .Select(group => (group.Key, group.ToHashSet())),
    ];

    public bool Contains(ReadOnlySpan<byte> address)
    {
        if (!TryParseAddress(address, out var bits, out _))
            return false;

        foreach (var (length, prefixes) in _networks)
        {
            if (prefixes.Contains(bits & Mask(length)))
                return true;
        }

        return false;
    }

    private static (UInt128 Prefix, int Length) Parse(string operatorName, string entry)
    {
        var slash = entry.IndexOf('/');
        var address = slash < 0 ? entry : entry[..slash];
        if (!TryParseAddress(Encoding.UTF8.GetBytes(address), out var bits, out var isIPv4))
            throw new RuleException($"@{operatorName}: '{entry}' is neither an IP address nor a CIDR network");

        var most = isIPv4 ? Bits - MappedPrefix : Bits;
        var length = most;
        if (slash >= 0 && (!int.TryParse(entry.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > most))
            throw new RuleException($"@{operatorName}: '{entry}' has no prefix length from 0 to {most}");

        length += Bits - most;
        return (bits & Mask(length), length);
    }

    private static UInt128 Mask(int length) => length == 0 ? 0 : UInt128.MaxValue << (Bits - length);

    internal static bool TryParseAddress(ReadOnlySpan<byte> text, out UInt128 bits, out bool isIPv4)
    {
        bits = 0;
        isIPv4 = !text.Contains((byte)':');
        if (isIPv4)
        {
            var parsed = TryParseIPv4(text, out var number);
            bits = ((UInt128)0xFFFF << 32) | number;
            return parsed;
        }

        // .NET also takes brackets, ports and scopes, which belong to no address of a client.
        if (text.ContainsAny("[]%"u8) || !IPAddress.TryParse(text, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;

        Span<byte> bytes = stackalloc byte[Bits / 8];
        address.TryWriteBytes(bytes, out _);
        bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        return true;
    }

    /// <summary>Four decimal numbers and nothing else: <c>IPAddress</c> would take octal numbers and shorter forms too.</summary>
    private static bool TryParseIPv4(ReadOnlySpan<byte> text, out uint number)
    {
        number = 0;
        var parts = 0;
        foreach (var range in text.Split((byte)'.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0'))
                return false;

            if (part.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return false;

            number = (number << 8) | value;
        }

        return parts == 4;
    }
}
