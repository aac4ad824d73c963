using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Bulwark.Waf.Text;

/// <summary>What the C locale says of bytes: space, digits, letters. Bytes from 0x80 are none of them.</summary>
internal static class Ascii
{
    /// <summary><c>isspace</c>: space, tab, line feed, vertical tab, form feed, carriage return.</summary>
    public static readonly SearchValues<byte> Whitespace = SearchValues.Create(" \t\n\v\f\r"u8);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWhitespace(byte value) => value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');

    public static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    public static bool IsOctalDigit(byte value) => value is >= (byte)'0' and <= (byte)'7';

    public static bool IsHexDigit(byte value) => char.IsAsciiHexDigit((char)value);

    public static bool IsLetter(byte value) => char.IsAsciiLetter((char)value);

    /// <summary>The value of one hexadecimal digit. What is no digit has the value that ModSecurity's arithmetic gives it.</summary>
    public static byte HexValue(byte digit) => unchecked((byte)(digit >= 'A' ? (digit & 0xDF) - 'A' + 10 : digit - '0'));

    /// <summary>The byte that two hexadecimal digits stand for.</summary>
    public static byte HexValue(byte high, byte low) => unchecked((byte)((HexValue(high) << 4) + HexValue(low)));

    public static byte ToLower(byte value) => value is >= (byte)'A' and <= (byte)'Z' ? (byte)(value | 0x20) : value;

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> value) => TrimStart(TrimEnd(value));

    public static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> value)
    {
        var first = value.IndexOfAnyExcept(Whitespace);
        return first < 0 ? [] : value[first..];
    }

    public static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> value) => value[..(value.LastIndexOfAnyExcept(Whitespace) + 1)];

    /// <summary>Writes <paramref name="source"/> to <paramref name="target"/> with the case of the letters in a range of 26 turned.</summary>
    public static void TurnCase(ReadOnlySpan<byte> source, Span<byte> target, byte first)
    {
        var i = 0;
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            var bytes = new Vector<byte>(source[i..]);
            var isLetter = Vector.LessThan(bytes - new Vector<byte>(first), new Vector<byte>(26));
            (bytes ^ (isLetter & new Vector<byte>(0x20))).CopyTo(target[i..]);
        }

        for (; i < source.Length; i++)
            target[i] = (byte)(source[i] - first) < 26 ? (byte)(source[i] ^ 0x20) : source[i];
    }
}
