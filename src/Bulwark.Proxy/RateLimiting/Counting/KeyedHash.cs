using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Bulwark.Proxy.RateLimiting.Counting;

/// <summary>SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, "SipHash: a fast short-input PRF") over 64-bit words.</summary>
/// <remarks>A copy goes on from where the original was, so what all keys of a rule begin with is hashed once.</remarks>
[StructLayout(LayoutKind.Auto)]
internal struct KeyedHash
{
    private ulong _v0;
    private ulong _v1;
    private ulong _v2;
    private ulong _v3;
    private ulong _words;

    public KeyedHash(HashKey key)
    {
        _v0 = key.First ^ 0x736f6d6570736575;
        _v1 = key.Second ^ 0x646f72616e646f6d ^ 0xee;
        _v2 = key.First ^ 0x6c7967656e657261;
        _v3 = key.Second ^ 0x7465646279746573;
    }

    /// <summary>Adds one word.</summary>
    public void Add(ulong word)
    {
        _words++;
        Compress(word);
    }

    /// <summary>Adds bytes of any length, with their number in front: two lists of values never look alike.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Add((ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            Add(BinaryPrimitives.ReadUInt64LittleEndian(bytes));

        if (bytes.IsEmpty)
            return;

        Span<byte> last = stackalloc byte[sizeof(ulong)];
        last.Clear();
        bytes.CopyTo(last);
        Add(BinaryPrimitives.ReadUInt64LittleEndian(last));
    }

    /// <summary>Adds characters, with their number in front.</summary>
    public void Add(ReadOnlySpan<char> text) => Add(MemoryMarshal.AsBytes(text));

    /// <summary>The hash of everything added so far.</summary>
    public RateKey Finish()
    {
        // The last block of the published function: the length in bytes, modulo 256, in front of an empty rest.
        Compress(_words << 59);
        _v2 ^= 0xee;
        Finalize4();
        var low = _v0 ^ _v1 ^ _v2 ^ _v3;
        _v1 ^= 0xdd;
        Finalize4();
        return RateKey.Of(low, _v0 ^ _v1 ^ _v2 ^ _v3);
    }

    private void Compress(ulong word)
    {
        _v3 ^= word;
        Round();
        Round();
        _v0 ^= word;
    }

    private void Finalize4()
    {
        Round();
        Round();
        Round();
        Round();
    }

    private void Round()
    {
        _v0 += _v1;
        _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
        _v0 = BitOperations.RotateLeft(_v0, 32);
        _v2 += _v3;
        _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
        _v0 += _v3;
        _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
        _v2 += _v1;
        _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
        _v2 = BitOperations.RotateLeft(_v2, 32);
    }
}
