using System.Buffers.Text;
using System.Text;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies.Xml;

/// <summary>Replaces the references of XML (section 4.1): characters by number and the five entities that need no declaration.</summary>
internal static class XmlText
{
    /// <summary>The text without references; a slice of <paramref name="raw"/> when it has none.</summary>
    /// <param name="raw">Character data or an attribute's value.</param>
    /// <param name="arena">Where a changed text lies.</param>
    /// <param name="isInvalid">Set when a reference has no meaning here; it stays as it is.</param>
    public static ByteSlice Decode(ByteSlice raw, ByteArena arena, ref bool isInvalid)
    {
        var rest = raw.Span;
        if (!rest.Contains((byte)'&'))
            return raw;

        var output = arena.Reserve(raw.Length);
        var written = 0;
        while (true)
        {
            var next = rest.IndexOf((byte)'&');
            var plain = next < 0 ? rest : rest[..next];
            plain.CopyTo(output[written..]);
            written += plain.Length;
            if (next < 0)
                return arena.Commit(written);

            rest = rest[next..];
            var length = DecodeReference(rest, output[written..], out var decoded);
            if (length == 0)
            {
                isInvalid = true;
                output[written] = (byte)'&';
                (length, decoded) = (1, 1);
            }

            written += decoded;
            rest = rest[length..];
        }
    }

    /// <summary>Decodes the reference at the beginning of <paramref name="text"/>. Its text is never longer than itself.</summary>
    /// <returns>Its length, or 0 when it is none.</returns>
    private static int DecodeReference(ReadOnlySpan<byte> text, Span<byte> output, out int written)
    {
        written = 0;
        var end = text[..Math.Min(text.Length, 16)].IndexOf((byte)';');
        if (end < 2)
            return 0;

        var name = text[1..end];
        if (name[0] == '#')
        {
            if (!TryReadNumber(name[1..], out var rune))
                return 0;

            written = rune.EncodeToUtf8(output);
            return end + 1;
        }

        var character = Entity(name);
        if (character == 0)
            return 0;

        output[0] = character;
        written = 1;
        return end + 1;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out Rune rune)
    {
        var isHex = digits.StartsWith("x"u8);
        var number = digits[(isHex ? 1 : 0)..];
        rune = default;
        return Utf8Parser.TryParse(number, out uint value, out var read, isHex ? 'X' : 'D')
            && read == number.Length && value > 0 && Rune.TryCreate(value, out rune);
    }

    private static byte Entity(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("lt"u8))
            return (byte)'<';

        if (name.SequenceEqual("gt"u8))
            return (byte)'>';

        if (name.SequenceEqual("amp"u8))
            return (byte)'&';

        if (name.SequenceEqual("quot"u8))
            return (byte)'"';

        return name.SequenceEqual("apos"u8) ? (byte)'\'' : (byte)0;
    }
}
