using System.Buffers.Text;

namespace Bulwark.Homeserver.Protocol;

/// <summary>
/// JSON lets half of a surrogate pair be spelled as an escape, which is no text: readers take it and fail when somebody asks for the string.
/// </summary>
internal static class JsonEscapes
{
    private const int HexDigits = 4;

    /// <summary>True when an escape gives half of a surrogate pair without its other half right beside it.</summary>
    public static bool HaveLoneSurrogate(ReadOnlySpan<byte> json)
    {
        var expectsLow = false;
        while (true)
        {
            var backslash = json.IndexOf((byte)'\\');
            if (expectsLow && backslash != 0)
                return true;

            if (backslash < 0 || backslash + 1 >= json.Length)
                return false;

            json = json[(backslash + 1)..];
            var unit = ReadUnit(json);
            if (char.IsLowSurrogate(unit) != expectsLow)
                return true;

            expectsLow = char.IsHighSurrogate(unit);
            json = json[(json[0] == 'u' ? Math.Min(1 + HexDigits, json.Length) : 1)..];
        }
    }

    // The UTF-16 unit of an escape; 0 for those that give no surrogate, and for what is no escape, which the parser refuses.
    private static char ReadUnit(ReadOnlySpan<byte> escape) =>
        escape[0] == 'u' && escape.Length > HexDigits
        && Utf8Parser.TryParse(escape.Slice(1, HexDigits), out ushort unit, out var read, 'x') && read == HexDigits
            ? (char)unit
            : '\0';
}
