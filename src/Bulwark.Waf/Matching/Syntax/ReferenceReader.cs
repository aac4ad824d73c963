using System.Text;

namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Reads what refers to a group: <c>\g{-1}</c>, <c>\k&lt;name></c>, <c>(?P=name)</c>.</summary>
internal static class ReferenceReader
{
    private const int MaxNameLength = 32;

    /// <summary>Reads what follows <c>\g</c>: a number, from the last group backwards if negative, or a name in braces.</summary>
    public static int ReadNumbered(PatternReader reader, int groups, GroupNames names)
    {
        var isBraced = reader.Take('{');
        if (isBraced && reader.Peek is not ('-' or (>= '0' and <= '9')))
            return ReadName(reader, names, '}');

        var isRelative = reader.Take('-');
        var number = reader.TakeNumber(10, int.MaxValue) ?? throw reader.Error("\\g needs a group's number or name");
        if (isRelative)
            number = groups - number + 1;

        if (number < 1)
            throw reader.Error("there is no such group");

        if (isBraced && !reader.Take('}'))
            throw reader.Error("'}' is missing");

        return number;
    }

    /// <summary>Reads what follows <c>\k</c>.</summary>
    public static int ReadNamed(PatternReader reader, GroupNames names)
    {
        if (reader.Take('<'))
            return ReadName(reader, names, '>');

        if (reader.Take('\''))
            return ReadName(reader, names, '\'');

        return reader.Take('{') ? ReadName(reader, names, '}') : throw reader.Error("\\k needs a group's name");
    }

    public static int ReadName(PatternReader reader, GroupNames names, char end) => names.Find(ReadNewName(reader, end), reader);

    public static string ReadNewName(PatternReader reader, char end)
    {
        var length = 0;
        while (length < reader.Rest.Length && ByteSet.Word.Contains(reader.Rest[length]))
            length++;

        if (length is 0 or > MaxNameLength || char.IsAsciiDigit((char)reader.Peek))
            throw reader.Error($"a group's name is 1 to {MaxNameLength} letters, digits and underscores, the first no digit");

        var name = Encoding.Latin1.GetString(reader.Rest[..length]);
        reader.Skip(length);
        return reader.Take(end) ? name : throw reader.Error($"'{end}' is missing behind the group's name");
    }
}
