using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Transformations;

/// <summary>Finds the <see cref="ByteClasses"/> of a value: one pass that tells for whole chains of transformations that they leave it as it is.</summary>
internal static class ByteClassScan
{
    private const int Groups = 3; // of eight flags each: one flag for each bit of a vector's bytes

    /// <summary>Each flag with the low and the high nibbles whose product it is, a bit for each nibble.</summary>
    private static readonly (ByteClasses Class, ushort Low, ushort High)[] Products =
    [
        (ByteClasses.Null, 1 << 0x0, 1 << 0),
        (ByteClasses.ControlSpace, 0x3E00, 1 << 0),
        (ByteClasses.Space, 1 << 0x0, 1 << 2),
        (ByteClasses.Percent, 1 << 0x5, 1 << 2),
        (ByteClasses.Plus, 1 << 0xB, 1 << 2),
        (ByteClasses.Ampersand, 1 << 0x6, 1 << 2),
        (ByteClasses.Quote, (1 << 0x2) | (1 << 0x7), 1 << 2),
        (ByteClasses.Comma, 1 << 0xC, 1 << 2),
        (ByteClasses.Semicolon, 1 << 0xB, 1 << 3),
        (ByteClasses.Slash, 1 << 0xF, 1 << 2),
        (ByteClasses.Star, 1 << 0xA, 1 << 2),
        (ByteClasses.Hash, 1 << 0x3, 1 << 2),
        (ByteClasses.Dash, 1 << 0xD, 1 << 2),
        (ByteClasses.Dot, 1 << 0xE, 1 << 2),
        (ByteClasses.Backslash, 1 << 0xC, 1 << 5),
        (ByteClasses.Caret, 1 << 0xE, 1 << 5),
        (ByteClasses.HexPrefix, 1 << 0x8, (1 << 5) | (1 << 7)),
        (ByteClasses.UpperToO, 0xFFFE, 1 << 4),
        (ByteClasses.UpperFromP, 0x07FF, 1 << 5),
        (ByteClasses.LowerToO, 0xFFFE, 1 << 6),
        (ByteClasses.LowerFromP, 0x07FF, 1 << 7),
        (ByteClasses.High, 0xFFFF, 0xFF00),
    ];

    private static readonly uint[] ClassesOfByte = [.. Enumerable.Range(0, 256).Select(ClassesOf)];
    private static readonly Vector128<byte>[] LowNibbles = [.. Enumerable.Range(0, Groups).Select(group => NibbleTable(group, product => product.Low))];
    private static readonly Vector128<byte>[] HighNibbles = [.. Enumerable.Range(0, Groups).Select(group => NibbleTable(group, product => product.High))];

    public static ByteClasses Of(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return ByteClasses.Any;

        var classes = ByteClasses.Any | (ByteClasses)(value.Length < Vector128<byte>.Count ? ScanBytes(value) : ScanVectors(value));
        if (Ascii.IsWhitespace(value[0]) || Ascii.IsWhitespace(value[^1]))
            classes |= ByteClasses.EdgeSpace;

        return classes;
    }

    private static uint ScanBytes(ReadOnlySpan<byte> value)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(ClassesOfByte);
        var found = 0u;
        foreach (var b in value)
            found |= Unsafe.Add(ref table, b);

        return found;
    }

    private static uint ScanVectors(ReadOnlySpan<byte> value)
    {
        var (low0, low1, low2) = (LowNibbles[0], LowNibbles[1], LowNibbles[2]);
        var (high0, high1, high2) = (HighNibbles[0], HighNibbles[1], HighNibbles[2]);
        var (found0, found1, found2) = (Vector128<byte>.Zero, Vector128<byte>.Zero, Vector128<byte>.Zero);
        var last = value.Length - Vector128<byte>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector128<byte>.Count, last)) // the last vector overlaps the one before it
        {
            var bytes = Vector128.Create(value[i..]);
            var low = bytes & Vector128.Create((byte)0x0F);
            var high = bytes >>> 4;
            found0 |= Vector128.ShuffleNative(low0, low) & Vector128.ShuffleNative(high0, high);
            found1 |= Vector128.ShuffleNative(low1, low) & Vector128.ShuffleNative(high1, high);
            found2 |= Vector128.ShuffleNative(low2, low) & Vector128.ShuffleNative(high2, high);
            if (i == last)
                return Fold(found0) | (Fold(found1) << 8) | (Fold(found2) << 16);
        }
    }

    /// <summary>All sixteen bytes, ored together.</summary>
    private static uint Fold(Vector128<byte> found)
    {
        var halves = found.AsUInt64();
        var folded = halves[0] | halves[1];
        folded |= folded >> 32;
        folded |= folded >> 16;
        return (byte)(folded | (folded >> 8));
    }

    private static uint ClassesOf(int value) => Products
        .Where(product => ((product.Low >> (value & 0xF)) & (product.High >> (value >> 4)) & 1) != 0)
        .Aggregate(0u, (classes, product) => classes | (uint)product.Class);

    private static Vector128<byte> NibbleTable(int group, Func<(ByteClasses Class, ushort Low, ushort High), ushort> nibbles)
    {
        Span<byte> table = stackalloc byte[Vector128<byte>.Count];
        foreach (var product in Products)
        {
            for (var nibble = 0; nibble < table.Length; nibble++)
            {
                if (((nibbles(product) >> nibble) & 1) != 0)
                    table[nibble] |= (byte)((uint)product.Class >> (8 * group));
            }
        }

        return Vector128.Create<byte>(table);
    }
}
