using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bulwark.Homeserver.Events;

/// <summary>
/// The one spelling of a JSON value that is hashed and stored: keys in code point order, no white space, UTF-8 with only the escapes that
/// JSON demands, integers only.
/// </summary>
/// <seealso href="https://spec.matrix.org/v1.13/appendices/#canonical-json"/>
internal static class CanonicalJson
{
    /// <summary>Largest integer that every JSON reader keeps exactly: 2^53 - 1.</summary>
    public const long MaxInteger = 9_007_199_254_740_991;

    /// <summary>Writes a value.</summary>
    /// <returns>Null, or why the value has no canonical form: a number that is no integer, or too large a one; text that is no Unicode.</returns>
    public static string? TryWrite(JsonElement value, IBufferWriter<byte> output)
    {
        try
        {
            return Write(value, output);
        }
        catch (InvalidOperationException)
        {
            // The only thing that reading a parsed value throws: an escape of half a surrogate pair.
            return "has text that is not valid Unicode";
        }
    }

    /// <summary>Writes one string with its quotes.</summary>
    public static void WriteString(string text, IBufferWriter<byte> output) => WriteString(Encoding.UTF8.GetBytes(text), output);

    private static string? Write(JsonElement value, IBufferWriter<byte> output)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return WriteObject(value, output);
            case JsonValueKind.Array:
                return WriteArray(value, output);
            case JsonValueKind.String:
                WriteString(value.GetString()!, output);
                return null;
            case JsonValueKind.Number:
                return WriteNumber(value, output);
            default:
                output.Write(value.ValueKind switch
                {
                    JsonValueKind.True => "true"u8,
                    JsonValueKind.False => "false"u8,
                    _ => "null"u8,
                });
                return null;
        }
    }

    private static string? WriteObject(JsonElement value, IBufferWriter<byte> output)
    {
        // UTF-8 bytes sort as code points do; UTF-16 units, which is what .NET compares, do not.
        var members = value.EnumerateObject().Select(member => (Name: Encoding.UTF8.GetBytes(member.Name), member.Value)).ToList();
        members.Sort(static (left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name));
        output.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);

            WriteString(members[i].Name, output);
            output.Write(":"u8);
            if (Write(members[i].Value, output) is { } problem)
                return problem;
        }

        output.Write("}"u8);
        return null;
    }

    private static string? WriteArray(JsonElement value, IBufferWriter<byte> output)
    {
        output.Write("["u8);
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            if (!first)
                output.Write(","u8);

            first = false;
            if (Write(item, output) is { } problem)
                return problem;
        }

        output.Write("]"u8);
        return null;
    }

    private static string? WriteNumber(JsonElement value, IBufferWriter<byte> output)
    {
        var raw = value.GetRawText();
        if (raw.AsSpan().ContainsAny('.', 'e', 'E'))
            return $"has the number {Shorten(raw)}, which is not an integer";

        if (!long.TryParse(raw, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number is > MaxInteger or < -MaxInteger)
            return $"has the number {Shorten(raw)}, which is beyond 2^53 - 1";

        output.Write(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)));
        return null;
    }

    private static void WriteString(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        while (text.IndexOfAnyInRange((byte)0, (byte)0x1F) is var control && text.IndexOfAny((byte)'"', (byte)'\\') is var quote && (control >= 0 || quote >= 0))
        {
            var next = control < 0 ? quote : quote < 0 ? control : Math.Min(control, quote);
            output.Write(text[..next]);
            WriteEscape(text[next], output);
            text = text[(next + 1)..];
        }

        output.Write(text);
        output.Write("\""u8);
    }

    private static void WriteEscape(byte character, IBufferWriter<byte> output) => output.Write(character switch
    {
        (byte)'"' => "\\\""u8,
        (byte)'\\' => "\\\\"u8,
        (byte)'\b' => "\\b"u8,
        (byte)'\t' => "\\t"u8,
        (byte)'\n' => "\\n"u8,
        (byte)'\f' => "\\f"u8,
        (byte)'\r' => "\\r"u8,
        _ => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\\u{character:x4}")),
    });

    private static string Shorten(string raw) => raw.Length <= 32 ? raw : raw[..32] + "...";
}
