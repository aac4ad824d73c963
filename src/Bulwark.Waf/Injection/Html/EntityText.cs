namespace Bulwark.Waf.Injection.Html;

/// <summary>Reads the beginning of an attribute's value as a browser reads an address: entities decoded, white space and control characters left out.</summary>
internal static class EntityText
{
    private static readonly (string Name, char Letter)[] Named =
    [
        ("colon;", ':'), ("tab;", '\t'), ("newline;", '\n'), ("lpar;", '('), ("rpar;", ')'), ("sol;", '/'), ("nbsp;", ' '), ("zerowidthspace;", ' '),
        ("shy;", ' '), ("zwnj;", ' '), ("zwj;", ' '), ("amp;", '&'), ("period;", '.'), ("lowbar;", '_'), ("hyphen;", '-'), ("semi;", ';'),
    ];

    /// <summary>Fills <paramref name="head"/> with as much as fits, in lower case; gives how much that was.</summary>
    public static int Decode(ReadOnlySpan<byte> value, Span<char> head)
    {
        // Padding is bounded too: nothing honest begins with that much of it.
        var length = 0;
        for (var at = 0; at < value.Length && length < head.Length;)
        {
            var letter = ReadLetter(value[at..], out var used);
            at += used;
            if (letter is > ' ' and not (>= '\u007f' and <= '\u00a0'))
                head[length++] = char.ToLowerInvariant(letter);
        }

        return length;
    }

    private static char ReadLetter(ReadOnlySpan<byte> value, out int used)
    {
        used = 1;
        if (value[0] != '&' || value.Length < 3)
            return (char)value[0];

        return value[1] == '#' ? ReadNumber(value, out used) : ReadName(value, out used);
    }

    // The semicolon is optional, zeros may precede.
    private static char ReadNumber(ReadOnlySpan<byte> value, out int used)
    {
        var isHex = value[2] is (byte)'x' or (byte)'X';
        var code = 0;
        var start = isHex ? 3 : 2;
        used = start;
        while (used < value.Length && (isHex ? char.IsAsciiHexDigit((char)value[used]) : char.IsAsciiDigit((char)value[used])))
        {
            var digit = Text.Ascii.HexValue(value[used++]);
            code = Math.Min(0x10FFFF, (code * (isHex ? 16 : 10)) + digit);
        }

        if (used == start)
        {
            used = 1;
            return '&';
        }

        if (used < value.Length && value[used] == ';')
            used++;

        return code <= char.MaxValue ? (char)code : '\uFFFD';
    }

    private static char ReadName(ReadOnlySpan<byte> value, out int used)
    {
        var rest = value[1..];
        foreach (var (name, letter) in Named)
        {
            if (rest.Length >= name.Length && System.Text.Ascii.EqualsIgnoreCase(rest[..name.Length], name))
            {
                used = name.Length + 1;
                return letter;
            }
        }

        used = 1;
        return '&';
    }
}
