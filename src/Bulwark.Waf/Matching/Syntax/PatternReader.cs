using System.Text;

namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Goes through the bytes of a pattern and tells where it is when something is wrong there.</summary>
internal sealed class PatternReader(byte[] pattern)
{
    private readonly byte[] _pattern = pattern;

    public int Position { get; private set; }

    public bool AtEnd => Position == _pattern.Length;

    /// <summary>The next byte; -1 at the end.</summary>
    public int Peek => Position < _pattern.Length ? _pattern[Position] : -1;

    public ReadOnlySpan<byte> Rest => _pattern.AsSpan(Position);

    public byte Next() => _pattern[Position++];

    public void Skip(int count) => Position += count;

    public void MoveTo(int position) => Position = position;

    /// <summary>Takes the text if it comes next.</summary>
    public bool Take(ReadOnlySpan<byte> text)
    {
        if (!Rest.StartsWith(text))
            return false;

        Position += text.Length;
        return true;
    }

    public bool Take(char character)
    {
        if (Peek != character)
            return false;

        Position++;
        return true;
    }

    /// <summary>Reads digits of a base as a number; null when there are none or fewer than one. At most <paramref name="maxDigits"/> are read.</summary>
    public int? TakeNumber(int numberBase, int maxDigits)
    {
        var value = 0;
        var digits = 0;
        for (; digits < maxDigits && DigitValue(Peek) is { } digit && digit < numberBase; digits++)
        {
            value = (value * numberBase) + digit;
            Position++;
            if (value > 1_000_000)
                throw Error("the number is too large");
        }

        return digits == 0 ? null : value;
    }

    public RuleException Error(string what) => Error(what, Position);

    public RuleException Error(string what, int position) =>
        new($"pattern, at position {position}: {what}: {Around(position)}");

    private static int? DigitValue(int value) => value switch
    {
        >= '0' and <= '9' => value - '0',
        >= 'a' and <= 'f' => value - 'a' + 10,
        >= 'A' and <= 'F' => value - 'A' + 10,
        _ => null,
    };

    /// <summary>A few characters up to the place, so that it is found in a long pattern.</summary>
    private string Around(int position)
    {
        var start = Math.Max(0, position - 20);
        var end = Math.Min(_pattern.Length, position + 1);
        return $"'{(start > 0 ? "..." : "")}{Encoding.Latin1.GetString(_pattern, start, end - start)}'";
    }
}
