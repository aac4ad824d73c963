using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies.Json;

/// <summary>The strings of JSON (RFC 8259, section 7) as UTF-8.</summary>
internal static class JsonString
{
    private static readonly SearchValues<byte> Special = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);
    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Reads the string whose opening quote is before <paramref name="position"/>.</summary>
    /// <param name="text">The whole JSON text.</param>
    /// <param name="position">Where the string's content begins; afterwards the byte after its closing quote, or the place of the error.</param>
    /// <param name="arena">Where the value lies if it holds escapes; otherwise it is a slice of <paramref name="text"/>.</param>
    /// <param name="value">The decoded string.</param>
    public static JsonError Read(ByteSlice text, ref int position, ByteArena arena, out ByteSlice value)
    {
        var bytes = text.Span;
        var start = position;
        var hasEscapes = false;
        value = ByteSlice.Empty;
        while (true)
        {
            var next = bytes[position..].IndexOfAny(Special);
            if (next < 0)
            {
                position = bytes.Length;
                return JsonError.UnexpectedEnd;
            }

            position += next;
            if (bytes[position] == '"')
                break;

            if (bytes[position] != '\\')
                return JsonError.ControlCharacter;

            var length = EscapeLength(bytes[position..]);
            if (length == 0)
                return bytes.Length - position < 6 ? EndOrEscape(bytes[position..]) : JsonError.InvalidEscape;

            hasEscapes = true;
            position += length;
        }

        var raw = text.Slice(start, position - start);
        value = hasEscapes ? Unescape(raw.Span, arena) : raw;
        position++;
        return JsonError.None;
    }

    /// <summary>An escape that the text's end cuts off is not wrong, only incomplete.</summary>
    private static JsonError EndOrEscape(ReadOnlySpan<byte> escape)
    {
        var isCutOff = escape.Length == 1 || (escape[1] == 'u' && !escape[2..].ContainsAnyExcept(HexDigits));
        return isCutOff ? JsonError.UnexpectedEnd : JsonError.InvalidEscape;
    }

    private static int EscapeLength(ReadOnlySpan<byte> escape)
    {
        if (escape.Length < 2)
            return 0;

        return escape[1] switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t' => 2,
            (byte)'u' when escape.Length >= 6 && !escape[2..6].ContainsAnyExcept(HexDigits) => 6,
            _ => 0,
        };
    }

    private static ByteSlice Unescape(ReadOnlySpan<byte> raw, ByteArena arena)
    {
        var output = arena.Reserve(raw.Length);
        var written = 0;
        while (true)
        {
            var next = raw.IndexOf((byte)'\\');
            var plain = next < 0 ? raw : raw[..next];
            plain.CopyTo(output[written..]);
            written += plain.Length;
            if (next < 0)
                return arena.Commit(written);

            raw = raw[next..];
            raw = raw[(raw[1] == 'u' ? UnescapeUnicode(raw, output, ref written) : UnescapeSimple(raw[1], output, ref written))..];
        }
    }

    private static int UnescapeSimple(byte letter, Span<byte> output, ref int written)
    {
        output[written++] = letter switch
        {
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => letter,
        };
        return 2;
    }

    /// <summary>A surrogate without its other half stays as it was written: it has no UTF-8, and rules shall see that it is there.</summary>
    private static int UnescapeUnicode(ReadOnlySpan<byte> raw, Span<byte> output, ref int written)
    {
        var first = (char)CodeUnit(raw);
        if (Rune.TryCreate(first, out var rune))
        {
            written += rune.EncodeToUtf8(output[written..]);
            return 6;
        }

        var hasSecond = raw.Length >= 12 && raw[6] == '\\' && raw[7] == 'u';
        if (hasSecond && Rune.TryCreate(first, (char)CodeUnit(raw[6..]), out rune))
        {
            written += rune.EncodeToUtf8(output[written..]);
            return 12;
        }

        raw[..6].CopyTo(output[written..]);
        written += 6;
        return 6;
    }

    private static int CodeUnit(ReadOnlySpan<byte> escape) => Utf8Parser.TryParse(escape[2..6], out int unit, out _, 'X') ? unit : 0;
}
