namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Escapes that stand for one byte and mean the same inside and outside a class.</summary>
internal static class ByteEscapes
{
    /// <summary>Reads what follows a backslash, if it stands for one byte; else nothing is read and the answer is null.</summary>
    public static int? TryRead(PatternReader reader)
    {
        var letter = reader.Peek;
        var simple = letter switch
        {
            'a' => 7,
            'e' => 27,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            _ => -1,
        };
        if (simple >= 0)
        {
            reader.Skip(1);
            return simple;
        }

        return letter switch
        {
            'x' => Hexadecimal(reader),
            'c' => Control(reader),
            'o' => BracedOctal(reader),
            '0' => Octal(reader),
            _ when letter >= 0 && !char.IsAsciiLetterOrDigit((char)letter) => reader.Next(),
            _ => null,
        };
    }

    /// <summary>Reads up to three octal digits.</summary>
    public static int Octal(PatternReader reader)
    {
        var value = reader.TakeNumber(8, 3) ?? throw reader.Error("octal digits are missing");
        return value <= 255 ? value : throw reader.Error("a byte is at most \\377");
    }

    private static int Hexadecimal(PatternReader reader)
    {
        reader.Skip(1);
        if (!reader.Take('{'))
            return reader.TakeNumber(16, 2) ?? 0;

        return Braced(reader, 16);
    }

    private static int BracedOctal(PatternReader reader)
    {
        reader.Skip(1);
        if (!reader.Take('{'))
            throw reader.Error("'{' is missing after \\o");

        return Braced(reader, 8);
    }

    private static int Braced(PatternReader reader, int numberBase)
    {
        var value = reader.TakeNumber(numberBase, int.MaxValue) ?? throw reader.Error("digits are missing");
        if (!reader.Take('}'))
            throw reader.Error("'}' is missing");

        return value <= 255 ? value : throw reader.Error("the code is larger than a byte");
    }

    private static int Control(PatternReader reader)
    {
        reader.Skip(1);
        if (reader.Peek is < ' ' or > '~')
            throw reader.Error("a printable ASCII character is missing after \\c");

        return char.ToUpperInvariant((char)reader.Next()) ^ 0x40;
    }
}
