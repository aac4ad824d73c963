using Bulwark.Waf.Matching.Syntax;

namespace Bulwark.Waf.Matching.Nfa;

/// <summary>What assertions ask of a position in a value.</summary>
internal static class Positions
{
    public static bool Holds(AssertionKind kind, ReadOnlySpan<byte> value, int position) => kind switch
    {
        AssertionKind.Start => position == 0,
        AssertionKind.LineStart => position == 0 || (value[position - 1] == '\n' && position < value.Length),
        AssertionKind.End => position == value.Length,
        AssertionKind.LineEnd => position == value.Length || value[position] == '\n',
        AssertionKind.EndOrLastNewline => position == value.Length || (position == value.Length - 1 && value[position] == '\n'),
        AssertionKind.WordBoundary => IsWordBoundary(value, position),
        AssertionKind.NoWordBoundary => !IsWordBoundary(value, position),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    private static bool IsWordBoundary(ReadOnlySpan<byte> value, int position)
    {
        var before = position > 0 && ByteSet.Word.Contains(value[position - 1]);
        var after = position < value.Length && ByteSet.Word.Contains(value[position]);
        return before != after;
    }
}
