using System.Buffers.Text;

namespace Bulwark.Waf.Bodies.Json;

/// <summary>What <c>REQBODY_ERROR_MSG</c> says about a JSON text.</summary>
internal static class JsonErrors
{
    private const int LongestMessage = 128;

    /// <summary>Writes the message with the place of the error into <paramref name="output"/>, which holds any.</summary>
    public static int Write(JsonError error, int position, Span<byte> output)
    {
        var written = Append("JSON parsing error: "u8, output, 0);
        written = Append(Describe(error), output, written);
        written = Append(" at byte "u8, output, written);
        Utf8Formatter.TryFormat(position, output[written..], out var digits);
        return written + digits;
    }

    public static int MaxLength => LongestMessage;

    private static ReadOnlySpan<byte> Describe(JsonError error) => error switch
    {
        JsonError.None => "none"u8,
        JsonError.UnexpectedEnd => "premature end"u8,
        JsonError.UnexpectedByte => "unexpected character"u8,
        JsonError.InvalidEscape => "invalid escape in a string"u8,
        JsonError.ControlCharacter => "control character in a string"u8,
        JsonError.InvalidNumber => "malformed number"u8,
        JsonError.InvalidUtf8 => "invalid UTF-8"u8,
        JsonError.TextAfterValue => "trailing garbage"u8,
        JsonError.TooDeep => "parsing depth limit exceeded"u8,
        JsonError.TooManyArguments => "arguments limit exceeded"u8,
        JsonError.NamesTooLong => "nesting makes names too long"u8,
    };

    private static int Append(ReadOnlySpan<byte> text, Span<byte> output, int at)
    {
        text.CopyTo(output[at..]);
        return at + text.Length;
    }
}
