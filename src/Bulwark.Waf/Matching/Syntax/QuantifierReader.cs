namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Reads <c>*</c>, <c>+</c>, <c>?</c>, <c>{2}</c>, <c>{2,}</c>, <c>{2,5}</c>, each with <c>?</c> or <c>+</c> behind it.</summary>
internal static class QuantifierReader
{
    /// <summary>Null when no quantifier comes next; a brace that opens none is a brace.</summary>
    public static (int Min, int Max, RepeatMode Mode)? TryRead(PatternReader reader, int limit)
    {
        var (min, max) = (0, Node.Repeat.Unbounded);
        switch (reader.Peek)
        {
            case '*':
                reader.Skip(1);
                break;
            case '+':
                reader.Skip(1);
                min = 1;
                break;
            case '?':
                reader.Skip(1);
                max = 1;
                break;
            case '{' when IsCount(reader.Rest):
                (min, max) = ReadCount(reader, limit);
                break;
            default:
                return null;
        }

        if (reader.Take('?'))
            return (min, max, RepeatMode.Lazy);

        return (min, max, reader.Take('+') ? RepeatMode.Possessive : RepeatMode.Greedy);
    }

    private static bool IsCount(ReadOnlySpan<byte> text)
    {
        var at = 1 + Digits(text[1..]);
        if (at == 1 || at == text.Length)
            return false;

        if (text[at] == ',')
            at += 1 + Digits(text[(at + 1)..]);

        return at < text.Length && text[at] == '}';
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return end < 0 ? text.Length : end;
    }

    private static (int Min, int Max) ReadCount(PatternReader reader, int limit)
    {
        reader.Skip(1);
        var min = reader.TakeNumber(10, int.MaxValue)!.Value;
        var max = min;
        if (reader.Take(','))
            max = reader.TakeNumber(10, int.MaxValue) ?? Node.Repeat.Unbounded;

        if (min > limit || (max > limit && max != Node.Repeat.Unbounded))
            throw reader.Error($"a count is at most {limit}");

        reader.Skip(1);
        return max >= min ? (min, max) : throw reader.Error("the counts are out of order");
    }
}
