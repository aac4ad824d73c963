namespace Bulwark.LoadBalancer.Rules;

/// <summary>
/// A text with <c>*</c> for any characters, none too, and <c>?</c> for exactly one. It is cut at its stars once; matching goes over the text once and needs no memory.
/// </summary>
internal sealed class WildcardPattern(string pattern, StringComparison comparison)
{
    /// <summary>As many stars as a pattern may have: each costs one search in what the client sent.</summary>
    public const int MostStars = 8;

    /// <summary>As long as a pattern may be.</summary>
    public const int MostCharacters = 128;

    private readonly string[] _pieces = pattern.Split('*');

    /// <summary>What is wrong with a pattern, for an operator; null when nothing is.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length is 0 or > MostCharacters)
            return $"has {pattern.Length} characters: 1 to {MostCharacters} are allowed";

        if (pattern.Any(next => next is < ' ' or > '~'))
            return "has a character that is not printable ASCII";

        return pattern.Count(next => next == '*') > MostStars ? $"has more than {MostStars} stars" : null;
    }

    /// <summary>True when the whole text fits.</summary>
    public bool Matches(ReadOnlySpan<char> text)
    {
        var first = _pieces[0];
        if (_pieces.Length == 1)
            return text.Length == first.Length && IsAt(text, first);

        var last = _pieces[^1];
        if (text.Length < first.Length + last.Length || !IsAt(text, first) || !IsAt(text[^last.Length..], last))
            return false;

        var rest = text[first.Length..^last.Length];
        foreach (var piece in _pieces.AsSpan(1, _pieces.Length - 2))
        {
            var at = Find(rest, piece);
            if (at < 0)
                return false;

            rest = rest[(at + piece.Length)..];
        }

        return true;
    }

    /// <inheritdoc />
    public override string ToString() => pattern;

    private int Find(ReadOnlySpan<char> text, string piece)
    {
        if (!piece.Contains('?', StringComparison.Ordinal))
            return text.IndexOf(piece, comparison);

        for (var at = 0; at + piece.Length <= text.Length; at++)
        {
            if (IsAt(text[at..], piece))
                return at;
        }

        return -1;
    }

    private bool IsAt(ReadOnlySpan<char> text, ReadOnlySpan<char> piece)
    {
        if (!piece.Contains('?'))
            return text.StartsWith(piece, comparison);

        for (var i = 0; i < piece.Length; i++)
        {
            if (piece[i] != '?' && !text.Slice(i, 1).Equals(piece.Slice(i, 1), comparison))
                return false;
        }

        return true;
    }
}
