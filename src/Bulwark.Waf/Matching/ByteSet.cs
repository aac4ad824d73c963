using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bulwark.Waf.Matching;

/// <summary>A set of byte values. What a pattern calls a character is one byte of the request.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct ByteSet(ulong Bits0, ulong Bits1, ulong Bits2, ulong Bits3)
{
    public static ByteSet None => default;

    public static ByteSet All => new(~0UL, ~0UL, ~0UL, ~0UL);

    /// <summary><c>\w</c>: letters, digits and underscore, ASCII only.</summary>
    public static ByteSet Word { get; } = Range('a', 'z') | Range('A', 'Z') | Digit | Of('_');

    public static ByteSet Digit => Range('0', '9');

    public bool IsEmpty => (Bits0 | Bits1 | Bits2 | Bits3) == 0;

    public int Count => BitOperations.PopCount(Bits0) + BitOperations.PopCount(Bits1) + BitOperations.PopCount(Bits2) + BitOperations.PopCount(Bits3);

    public static ByteSet operator |(ByteSet a, ByteSet b) => new(a.Bits0 | b.Bits0, a.Bits1 | b.Bits1, a.Bits2 | b.Bits2, a.Bits3 | b.Bits3);

    public static ByteSet operator &(ByteSet a, ByteSet b) => new(a.Bits0 & b.Bits0, a.Bits1 & b.Bits1, a.Bits2 & b.Bits2, a.Bits3 & b.Bits3);

    public static ByteSet operator ~(ByteSet a) => new(~a.Bits0, ~a.Bits1, ~a.Bits2, ~a.Bits3);

    public static ByteSet Of(int value)
    {
        var bit = 1UL << (value & 63);
        return (value >> 6) switch
        {
            0 => new(bit, 0, 0, 0),
            1 => new(0, bit, 0, 0),
            2 => new(0, 0, bit, 0),
            _ => new(0, 0, 0, bit),
        };
    }

    /// <summary>The bytes from one to another, both included.</summary>
    public static ByteSet Range(int first, int last)
    {
        var set = None;
        for (var value = first; value <= last; value++)
            set |= Of(value);

        return set;
    }

    public static ByteSet Of(ReadOnlySpan<byte> values)
    {
        var set = None;
        foreach (var value in values)
            set |= Of(value);

        return set;
    }

    /// <summary>Whether a byte (0 to 255) is in the set. The four words lie one after the other, so that no choice between them is needed.</summary>
    public bool Contains(int value) => ((Unsafe.Add(ref Unsafe.As<ByteSet, ulong>(ref Unsafe.AsRef(in this)), (value >> 6) & 3) >> (value & 63)) & 1) != 0;

    /// <summary>The set and the same letters in the other case (ASCII).</summary>
    public ByteSet WithOtherCase()
    {
        // Letters lie in the second word: capitals from bit 1, small letters 32 above.
        const ulong Capitals = 0x07FFFFFEUL;
        const ulong Small = Capitals << 32;
        return this with { Bits1 = Bits1 | ((Bits1 & Capitals) << 32) | ((Bits1 & Small) >> 32) };
    }

    /// <summary>What bytes the set answers for when the value would be lower-cased first: a capital counts as its small letter.</summary>
    public ByteSet OfLowerCased()
    {
        const ulong Capitals = 0x07FFFFFEUL;
        return this with { Bits1 = (Bits1 & ~Capitals) | ((Bits1 >> 32) & Capitals) };
    }

    public byte[] ToArray()
    {
        var values = new List<byte>(Count);
        for (var value = 0; value < 256; value++)
        {
            if (Contains(value))
                values.Add((byte)value);
        }

        return [.. values];
    }
}
