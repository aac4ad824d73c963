using Bulwark.Waf.Text;

namespace Bulwark.Waf.Injection.Sql;

/// <summary>Ordinary text whose fingerprint is that of an injection; told by what the tokens say.</summary>
internal static class SqlCoincidence
{
    /// <summary>Whether a value with a known fingerprint is no injection for all that.</summary>
    public static bool IsOrdinaryText(ReadOnlySpan<byte> text, ReadOnlySpan<SqlToken> tokens, ReadOnlySpan<byte> letters)
    {
        if (tokens[^1].Kind == SqlKind.Comment && tokens.Length <= 4)
            return IsRemark(text, tokens[^1], tokens[..^1]);

        // "a" + "b" == "ab" begins with a string of its own: an expression, and nothing was broken out of.
        if (letters is [(byte)'s', (byte)'o', ..] && tokens[0].IsOpened)
            return true;

        return letters switch
        {
            [(byte)'s', (byte)'&' or (byte)'o', (byte)'s'] => !IsGlued(text, tokens[0], tokens[1], tokens[2]),
            [(byte)'s', (byte)'o', (byte)'n', (byte)'o', ..] => !IsConcatenation(text, tokens),
            [(byte)'s', (byte)'&', (byte)'s', (byte)'&', ..] => !IsGlued(text, tokens[0], tokens[1], tokens[2]),
            [_, (byte)'&', (byte)'n', (byte)'o', ..] => !tokens[3].Is(SqlTraits.Sign) && tokens[0].Kind != SqlKind.String,
            [(byte)'n' or (byte)'1' or (byte)')', (byte)';', (byte)'E', ..] => !IsStatement(tokens[2..]),
            [_, (byte)';', (byte)'n', ..] => !IsIf(tokens[2].Content(text)),
            [_, _, (byte)';', (byte)'n', ..] => !IsIf(tokens[3].Content(text)),
            [(byte)';', (byte)'E', ..] => !IsStatement(tokens[1..]),
            _ => false,
        };
    }

    // "the boys' -- they're late", "'#' means number", color="#fff": marks of comments with text after them. What attackers
    // leave after theirs is nothing, a word, or more SQL.
    private static bool IsRemark(ReadOnlySpan<byte> text, in SqlToken comment, ReadOnlySpan<SqlToken> before)
    {
        var rest = comment.Content(text);
        var isSlash = text[comment.Start - 1] == '*';
        var isBlank = rest.Trim(" \t-+'\");,*/\0"u8).Length <= 1;
        if (before.Length > 1 && before[1].Kind == SqlKind.Group)
            return IsProse(rest);
        if (before[0].Kind != SqlKind.String)
            return isSlash || (!isBlank && !rest.Contains((byte)'='));
        if (before.Length == 1 && IsQuotation(text, before[0], rest))
            return true;

        return !isSlash && !isBlank && IsProse(rest);
    }

    // The quote does not end a word, and there is another after the mark.
    private static bool IsQuotation(ReadOnlySpan<byte> text, in SqlToken left, ReadOnlySpan<byte> rest)
    {
        if (left.Length > 0 && IsInner(text[left.Start + left.Length - 1]))
            return false;

        var next = rest.IndexOf(text[left.End - 1]);
        return next == 0 || (next > 0 && (left.Length > 0 || Ascii.IsLetter(rest[0])));
    }

    private static bool IsProse(ReadOnlySpan<byte> rest) =>
        rest.Length > 2 && Ascii.IsWhitespace(rest[0]) && Ascii.IsLetter(rest[1]) && rest[1..].Contains((byte)' ') && rest.IndexOfAny((byte)'=', (byte)';') < 0;

    // "x' or 'y" and "'='", but not "the 'or' operator" or {"or":1}: there the words lie inside the quotes.
    private static bool IsGlued(ReadOnlySpan<byte> text, in SqlToken left, in SqlToken sign, in SqlToken right)
    {
        if (left.IsOpened || (right.IsClosed && right.End >= text.Length))
            return false;
        if (left.Length == 0 && right.Length == 0)
            return sign.Is(SqlTraits.Sign);

        return (left.Length == 0 || IsInner(text[left.Start + left.Length - 1])) && (right.Length == 0 || IsInner(text[right.Start]));
    }

    private static bool IsInner(byte value) => Ascii.IsLetter(value) || Ascii.IsDigit(value) || value is (byte)'%' or (byte)')' or (byte)'_' or >= 0x80;

    // "'+user+'" and "' | type", but not "the boys' - Tom - and".
    private static bool IsConcatenation(ReadOnlySpan<byte> text, ReadOnlySpan<SqlToken> tokens)
    {
        var sign = text[tokens[1].Start];
        if (tokens.Length == SqlFolding.Longest && tokens[4].Kind == SqlKind.String)
            return !tokens[4].IsClosed && sign is not ((byte)'-' or (byte)'/') | tokens[0].End == tokens[1].Start;

        return sign == '|';
    }

    // "5; if 1=1 waitfor ...", but not "5; foo(1)".
    private static bool IsIf(ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(name, "if"u8) || System.Text.Ascii.EqualsIgnoreCase(name, "while"u8);

    // "ok; select one from the list" is prose, "ok; drop table users" is not.
    private static bool IsStatement(ReadOnlySpan<SqlToken> tokens)
    {
        if (tokens[0].Is(SqlTraits.Phrase))
            return true;
        if (tokens.Length < 2)
            return false;

        return tokens[1].Kind is not SqlKind.Name || (tokens.Length > 2 && tokens[2].Kind is SqlKind.Keyword or SqlKind.Comma or SqlKind.Statement or SqlKind.Evil);
    }
}
