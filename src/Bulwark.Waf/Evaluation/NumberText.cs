using System.Buffers.Text;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Evaluation;

/// <summary>Whole numbers as rules write and read them: what <c>setvar:tx.score=+5</c> adds up.</summary>
internal static class NumberText
{
    private const int Known = 1000;

    private static readonly ByteSlice[] Texts = [.. Enumerable.Range(0, Known).Select(number => ByteSlice.Of($"{number}"))];

    /// <summary>The digits of <paramref name="number"/>, for small numbers without a copy.</summary>
    public static ByteSlice Of(int number, ByteArena arena) => (uint)number < Known ? Texts[number] : arena.AddNumber(number);

    /// <summary>The number that the text begins with, after white space; 0 without one. Too large ones stop at the ends of <see cref="int"/>.</summary>
    public static int Parse(ReadOnlySpan<byte> text)
    {
        text = text.TrimStart(" \t\r\n\v\f"u8);
        if (text is [(byte)'+', .. var rest])
            text = rest;

        if (Utf8Parser.TryParse(text, out long number, out var used))
            return (int)Math.Clamp(number, int.MinValue, int.MaxValue);

        return used == 0 && !StartsLikeNumber(text) ? 0 : text is [(byte)'-', ..] ? int.MinValue : int.MaxValue;
    }

    /// <summary>The sum, which stops at the ends of <see cref="int"/>.</summary>
    public static int Add(int left, int right) => (int)Math.Clamp((long)left + right, int.MinValue, int.MaxValue);

    // What looks like a number and was not read is too large even for 64 bits.
    private static bool StartsLikeNumber(ReadOnlySpan<byte> text) =>
        text is [>= (byte)'0' and <= (byte)'9', ..] or [(byte)'-', >= (byte)'0' and <= (byte)'9', ..];
}
