using Bulwark.Waf.Text;

namespace Bulwark.Waf.Injection.Sql;

/// <summary>Words, phrases, numbers and variables.</summary>
internal ref partial struct SqlTokenizer
{
    private static bool IsWordByte(byte value) => Ascii.IsLetter(value) || Ascii.IsDigit(value) || value is (byte)'_' or (> 0x80 and not 0xA0);

    private SqlToken ReadWord()
    {
        Span<byte> word = stackalloc byte[(2 * SqlWordTable.LongestWord) + 1];
        var end = EndOfWord(_at, word, out var length);
        if (end < _text.Length && _text[end] is (byte)'\'' or (byte)'"' && IsStringPrefix(word[..length]))
            return ReadPrefixedString(end, word[0]);

        var kind = SqlWordTable.Find(word[..length], out var traits);
        if ((traits & SqlTraits.StartsPhrase) != SqlTraits.None && TryReadPhrase(word, length, end, out var phrase))
            return phrase;

        if (!Suits(kind, traits, end))
            kind = SqlKind.Name;

        return new SqlToken(kind, _at, end - _at, end, traits & ~SqlTraits.StartsPhrase);
    }

    // Copies the word in lower case, as far as the table's words are long.
    private readonly int EndOfWord(int start, scoped Span<byte> word, out int length)
    {
        length = 0;
        var at = start;
        for (; at < _text.Length; at++)
        {
            var value = _text[at];
            if (!IsWordByte(value) && !ContinuesWord(at, word[..length]))
                break;

            if (length < SqlWordTable.LongestWord)
                word[length++] = Ascii.ToLower(value);
        }

        return at;
    }

    // Qualified names, addresses of mail and "v$version" are one word; but "select.1" and "or@a" are two.
    private readonly bool ContinuesWord(int at, scoped ReadOnlySpan<byte> word)
    {
        if (_text[at] is not ((byte)'.' or (byte)'@' or (byte)'$') || at + 1 >= _text.Length)
            return false;

        var next = _text[at + 1];
        return (IsWordByte(next) || (next == _text[at] && next == '.')) && SqlWordTable.Find(word, out _) is SqlKind.Name or SqlKind.Evil or SqlKind.Function;
    }

    private static bool IsStringPrefix(ReadOnlySpan<byte> word) => word.Length switch
    {
        1 => word[0] is (byte)'n' or (byte)'x' or (byte)'b' or (byte)'e' or (byte)'q',
        2 => word.SequenceEqual("nq"u8),
        _ => word[0] == '_' && (word.StartsWith("_utf8"u8) || word.StartsWith("_latin1"u8) || word.SequenceEqual("_binary"u8) || word.SequenceEqual("_ascii"u8)),
    };

    // Oracle's q'[...]' ends only where its bracket does.
    private SqlToken ReadPrefixedString(int quote, byte prefix)
    {
        if (prefix != 'q' || quote + 1 >= _text.Length || IsWordByte(_text[quote + 1]) || Ascii.IsWhitespace(_text[quote + 1]))
            return ReadString(quote + 1, _text[quote], isOpened: true);

        Span<byte> closing = [Partner(_text[quote + 1]), _text[quote]];
        var start = quote + 2;
        var length = _text[start..].IndexOf(closing);
        return length < 0
            ? new SqlToken(SqlKind.String, start, _text.Length - start, _text.Length, SqlTraits.None, IsClosed: false)
            : new SqlToken(SqlKind.String, start, length, start + length + 2);
    }

    private static byte Partner(byte bracket) => bracket switch
    {
        (byte)'[' => (byte)']',
        (byte)'(' => (byte)')',
        (byte)'{' => (byte)'}',
        (byte)'<' => (byte)'>',
        _ => bracket,
    };

    private bool TryReadPhrase(scoped Span<byte> word, int length, int end, out SqlToken phrase)
    {
        phrase = default;
        var next = SkipBlank(end);
        if (next >= _text.Length || next == end || !IsWordByte(_text[next]))
            return false;

        word[length] = (byte)' ';
        var phraseEnd = EndOfWord(next, word[(length + 1)..], out var second);
        var kind = SqlWordTable.Find(word[..(length + 1 + second)], out var traits);
        if (kind == SqlKind.Name || !Suits(kind, traits, phraseEnd))
            return false;

        phrase = new SqlToken(kind, _at, phraseEnd - _at, phraseEnd, traits | SqlTraits.Phrase);
        return true;
    }

    // Whether what follows lets the word be what the table says.
    private bool Suits(SqlKind kind, SqlTraits traits, int end)
    {
        if (kind == SqlKind.Function || (traits & SqlTraits.Tight) != SqlTraits.None)
            return ((traits & SqlTraits.Tight) != SqlTraits.None ? ByteAt(end) : ByteAt(SkipBlank(end))) == '(';
        if ((traits & SqlTraits.BeforeList) != SqlTraits.None)
            return ByteAt(SkipBlank(end)) == '(';

        return (traits & SqlTraits.BeforeLiteral) == SqlTraits.None || StartsLiteral(SkipBlank(end));
    }

    private readonly byte ByteAt(int at) => at < _text.Length ? _text[at] : (byte)0;

    private readonly bool StartsLiteral(int at)
    {
        const int LongestName = 32;
        if (ByteAt(at) is (byte)'\'' or (byte)'"' or (byte)'(' or (byte)'@' or (byte)'-' or (byte)'~' or (byte)'_' || Ascii.IsDigit(ByteAt(at)))
            return true;

        // A letter before a string, or a call.
        var end = at;
        while (end < at + LongestName && (IsWordByte(ByteAt(end)) || ByteAt(end) == '.'))
            end++;

        return end > at && ByteAt(end) is (byte)'(' or (byte)'\'' or (byte)'"';
    }

    // White space and complete comments, of which a phrase or a call may have any number inside.
    private int SkipBlank(int at)
    {
        while (true)
        {
            at = SkipSpace(at);
            if (!_text[Math.Min(at, _text.Length)..].StartsWith("/*"u8))
                return at;

            var length = _text[(at + 2)..].IndexOf("*/"u8);
            if (length < 0)
                return at;

            at += length + 4;
        }
    }

    private SqlToken ReadNumber()
    {
        var at = _at;
        if (_text[at] == '0' && Peek(1) is (byte)'x' or (byte)'X' or (byte)'b' or (byte)'B' && Ascii.IsHexDigit(Peek(2)))
        {
            for (at += 2; Ascii.IsHexDigit(ByteAt(at));)
                at++;

            return new SqlToken(SqlKind.Number, _at, at - _at, at);
        }

        // Dates with dots, addresses and versions are numbers here.
        while (Ascii.IsDigit(ByteAt(at)) || ByteAt(at) == '.')
            at++;

        if (ByteAt(at) is (byte)'e' or (byte)'E')
            at = EndOfExponent(at);

        return new SqlToken(SqlKind.Number, _at, at - _at, at);
    }

    private readonly int EndOfExponent(int letter)
    {
        var at = letter + 1;
        if (ByteAt(at) is (byte)'+' or (byte)'-')
            at++;
        if (!Ascii.IsDigit(ByteAt(at)))
            return letter;

        while (Ascii.IsDigit(ByteAt(at)))
            at++;

        return at;
    }

    private SqlToken ReadVariable()
    {
        Span<byte> word = stackalloc byte[SqlWordTable.LongestWord + 2];
        var marks = Peek(1) == '@' ? 2 : 1;
        var start = _at + marks;
        if (ByteAt(start) is (byte)'\'' or (byte)'"' or (byte)'`' && _text[(start + 1)..].IndexOf(_text[start]) is >= 0 and var inside)
            return new SqlToken(SqlKind.Variable, _at, inside + marks + 2, start + inside + 2);

        word[..2].Fill((byte)'@');
        var end = EndOfWord(start, word[2..], out var length);
        if (length == 0)
            return new SqlToken(marks == 2 ? SqlKind.Variable : SqlKind.Unknown, _at, marks, start);

        var isKnown = marks == 2 && SqlWordTable.Find(word[..(length + 2)], out _) == SqlKind.Evil;
        return new SqlToken(isKnown ? SqlKind.Evil : SqlKind.Variable, _at, end - _at, end);
    }

    // PostgreSQL's $1, $$text$$ and $tag$text$tag$.
    private SqlToken ReadDollar()
    {
        var tagEnd = _at + 1;
        while (ByteAt(tagEnd) != '$' && IsWordByte(ByteAt(tagEnd)))
            tagEnd++;

        if (ByteAt(tagEnd) != '$')
            return new SqlToken(SqlKind.Number, _at, tagEnd - _at, tagEnd);

        var tag = _text[_at..(tagEnd + 1)];
        var start = tagEnd + 1;
        var length = _text[start..].IndexOf(tag);
        return length < 0
            ? new SqlToken(SqlKind.String, start, _text.Length - start, _text.Length, SqlTraits.None, IsClosed: false)
            : new SqlToken(SqlKind.String, start, length, start + length + tag.Length);
    }
}
