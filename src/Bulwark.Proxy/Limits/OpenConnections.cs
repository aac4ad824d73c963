using System.Buffers.Binary;
using System.Net;

namespace Bulwark.Proxy.Limits;

/// <summary>
/// Every open connection, by the address of its peer. It outlives the settings. An entry lasts as long as a connection of its address, so there are never
/// more of them than connections.
/// </summary>
public sealed class OpenConnections
{
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, AddressUse> _uses = [];
    private int _count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a place for a new connection.</summary>
    /// <param name="peer">Its other end.</param>
    /// <param name="most">Of all connections.</param>
    /// <param name="mostOfAddress">Of those of the peer's address.</param>
    /// <param name="refusal">Why there is none; <see cref="ConnectionRefusal.None"/> when there is.</param>
    internal AddressUse? TryOpen(IPAddress peer, int most, int mostOfAddress, out ConnectionRefusal refusal)
    {
        var key = KeyOf(peer);
        lock (_lock)
        {
            refusal = Judge(key, most, mostOfAddress);
            return refusal == ConnectionRefusal.None ? Open(key) : null;
        }
    }

    /// <summary>Gives the place back.</summary>
    internal void Close(AddressUse use)
    {
        lock (_lock)
        {
            _count--;
            if (--use.Connections == 0)
                _uses.Remove(use.Key);
        }
    }

    private ConnectionRefusal Judge(UInt128 key, int most, int mostOfAddress)
    {
        if (_count >= most)
            return ConnectionRefusal.Total;

        return _uses.TryGetValue(key, out var use) && use.Connections >= mostOfAddress ? ConnectionRefusal.Address : ConnectionRefusal.None;
    }

    private AddressUse Open(UInt128 key)
    {
        if (!_uses.TryGetValue(key, out var use))
            _uses[key] = use = new AddressUse(key);

        use.Connections++;
        _count++;
        return use;
    }

    /// <summary>An IPv6 customer has a /64 at least, so that its single addresses say nothing.</summary>
    private static UInt128 KeyOf(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);

        // IPv4 goes to ::/64, where no client is (RFC 4291 section 2.5.5).
        return length == 4
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : BinaryPrimitives.ReadUInt128BigEndian(bytes) & ((UInt128)ulong.MaxValue << 64);
    }
}
