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
            [(byte)'s', (byte)'&' or (byte)'o', (byte)'s', ..] => !IsGlued(text, tokens),
            [(byte)'s', (byte)'o', (byte)'n', (byte)'o', ..] => !IsConcatenation(text, tokens),
            [(byte)'n', (byte)'o', _, (byte)'&', ..] => !IsSqlCondition(text, tokens),
            [_, (byte)'&', (byte)'n', (byte)'o', ..] => !tokens[3].Is(SqlTraits.Sign) && tokens[0].Kind != SqlKind.String,
            [_, (byte)'&', (byte)'k', ..] => !tokens[2].Is(SqlTraits.Phrase),
            [_, _, (byte)'&', (byte)'k', ..] => !tokens[3].Is(SqlTraits.Phrase),
            [(byte)'n' or (byte)'1' or (byte)')', (byte)';', (byte)'E', ..] => !IsStatement(tokens[2..]),
            [_, (byte)';', (byte)'n', ..] => !IsIf(tokens[2].Content(text)),
            [_, _, (byte)';', (byte)'n', ..] => !IsIf(tokens[3].Content(text)),
            [(byte)';', (byte)'E', ..] => !IsStatement(tokens[1..]),
            [_, (byte)'T', (byte)'s', ..] => !tokens[1].Is(SqlTraits.Phrase),
            [_, _, (byte)'T', (byte)'s', ..] => !tokens[2].Is(SqlTraits.Phrase),
            [(byte)'f', (byte)'(', (byte)'f', (byte)'(', (byte)')'] => !IsIf(tokens[0].Content(text)),
            _ => false,
        };
    }

    // "id=1 or (select ...", but not "length >= 2 && (".
    private static bool IsSqlCondition(ReadOnlySpan<byte> text, ReadOnlySpan<SqlToken> tokens) =>
        tokens[1].Length == 1 && text[tokens[1].Start] == '=' && Ascii.IsLetter(text[tokens[3].Start]);

    // "the boys' -- they're late", "'#' means number", color="#fff": marks of comments with text after them. What attackers
    // leave after theirs is nothing, a word, or more SQL.
    private static bool IsRemark(ReadOnlySpan<byte> text, in SqlToken comment, ReadOnlySpan<SqlToken> before)
    {
        var rest = comment.Content(text);
        var isSlash = text[comment.Start - 1] == '*';
        var isBlank = rest.Trim(" \t-+'\");,*/\0"u8).Length <= 1;
        if (before is [{ Kind: SqlKind.String }, { Kind: SqlKind.Operator }, { Kind: SqlKind.Name }])
            return isSlash || text[before[1].Start] == '/';
        if (before is [{ Kind: SqlKind.String }, { Kind: SqlKind.Operator }, { Kind: SqlKind.String }])
            return !EndsInner(text, before[0]) || !StartsInner(text, before[2]);
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

    // "x' or 'y", "'='" and "'='a'='a", but not "the 'or' operator", {"or":1} or IndexOf('/'): there the words lie inside the quotes.
    private static bool IsGlued(ReadOnlySpan<byte> text, ReadOnlySpan<SqlToken> tokens)
    {
        ref readonly var left = ref tokens[0];
        ref readonly var right = ref tokens[2];
        var isWhole = tokens.Length == 3;
        if (tokens[1].Kind == SqlKind.Logic && !isWhole && tokens[3].Kind != SqlKind.Logic)
            return true;
        if (left.IsOpened || (isWhole && right.IsClosed))
            return false;
        if (isWhole && left.Length == 0 && right.Length == 0)
            return tokens[1].Is(SqlTraits.Sign);

        return EndsInner(text, left) && StartsInner(text, right);
    }

    private static bool EndsInner(ReadOnlySpan<byte> text, in SqlToken left) => left.Length == 0 || IsInner(text[left.Start + left.Length - 1]);

    private static bool StartsInner(ReadOnlySpan<byte> text, in SqlToken right) => right.Length == 0 || IsInner(text[right.Start]);

    private static bool IsInner(byte value) => Ascii.IsLetter(value) || Ascii.IsDigit(value) || value is (byte)'%' or (byte)'_' or >= 0x80;

    // "'+user+'" and "' | type", but not "the boys' - Tom - and", '<br>', '/bin/sh/' or "*bold*".
    private static bool IsConcatenation(ReadOnlySpan<byte> text, ReadOnlySpan<SqlToken> tokens)
    {
        var sign = text[tokens[1].Start];
        if (tokens.Length < SqlFolding.Longest || tokens[4].Kind != SqlKind.String)
            return sign == '|';

        return sign is not ((byte)'/' or (byte)'*' or (byte)'<') && text[tokens[1].Start + 1] != '-'
            && EndsInner(text, tokens[0]) && StartsInner(text, tokens[4]) && !tokens[4].IsClosed;
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
