using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.Injection.Sql;

/// <summary>Cuts a value into tokens, as SQL does in whose text the value lies. Each byte is looked at a bounded number of times.</summary>
/// <remarks>The lexical structure is that of the manuals of MySQL (Language Structure), PostgreSQL (Lexical Structure) and SQL Server (Identifiers, Constants).</remarks>
internal ref partial struct SqlTokenizer
{
    private static readonly SearchValues<byte> LineEnds = SearchValues.Create("\n\r"u8);

    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isMySql;
    private int _at;
    private byte _quote;

    /// <param name="text">The value.</param>
    /// <param name="flavour">The dialect.</param>
    /// <param name="quote">The quote of the string in which the value begins; 0 if it begins outside of strings.</param>
    public SqlTokenizer(ReadOnlySpan<byte> text, SqlFlavour flavour, byte quote)
    {
        _text = text;
        _isMySql = flavour == SqlFlavour.MySql;
        _quote = quote;
    }

    /// <summary>Whether something was read that the other dialect reads differently.</summary>
    public bool DependsOnFlavour { get; private set; }

    public bool TryRead(out SqlToken token)
    {
        if (_quote != 0)
        {
            token = ReadString(0, _quote, isOpened: false);
            _at = token.End;
            _quote = 0;
            return true;
        }

        _at = SkipSpace(_at);
        if (_at >= _text.Length)
        {
            token = default;
            return false;
        }

        token = Read(_text[_at]);
        _at = token.End;
        return true;
    }

    private SqlToken Read(byte first) => first switch
    {
        (byte)'\'' or (byte)'"' => ReadString(_at + 1, first, isOpened: true),
        (byte)'`' => ReadQuotedName(first),
        (byte)'[' => ReadQuotedName((byte)']'),
        (byte)'@' => ReadVariable(),
        (byte)'$' => ReadDollar(),
        (byte)'.' when Ascii.IsDigit(Peek(1)) => ReadNumber(),
        (byte)'(' or (byte)')' or (byte)'{' or (byte)'}' or (byte)',' or (byte)';' or (byte)'.' => Sign((SqlKind)first, 1),
        (byte)'\\' => ReadBackslash(),
        _ when Ascii.IsDigit(first) => ReadNumber(),
        _ when IsWordByte(first) => ReadWord(),
        _ => ReadSign(first),
    };

    private readonly byte Peek(int distance) => _at + distance < _text.Length ? _text[_at + distance] : (byte)0;

    private readonly SqlToken Sign(SqlKind kind, int length, SqlTraits traits = SqlTraits.None) => new(kind, _at, length, _at + length, traits | SqlTraits.Sign);

    /// <summary>Where the next token or comment starts. What MySQL executes although it looks like a comment counts as white space and content.</summary>
    private int SkipSpace(int at)
    {
        for (; at < _text.Length; at++)
        {
            var value = _text[at];
            if (value is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r') or 0 or 0xA0)
                continue;

            if (value == 0xC2 && at + 1 < _text.Length && _text[at + 1] == 0xA0)
            {
                at++;
                continue;
            }

            var hidden = LengthOfHiddenMark(at);
            if (hidden == 0)
                break;

            at += hidden - 1;
        }

        return at;
    }

    // "/*!50000" before and "*/" after code that only MySQL executes.
    private int LengthOfHiddenMark(int at)
    {
        var rest = _text[at..];
        if (rest.StartsWith("/*!"u8))
        {
            DependsOnFlavour = true;
            var digits = rest[3..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            return !_isMySql ? 0 : digits < 0 ? rest.Length : 3 + digits;
        }

        return _isMySql && rest.StartsWith("*/"u8) ? 2 : 0;
    }

    private SqlToken ReadString(int start, byte quote, bool isOpened)
    {
        var at = start;
        while (true)
        {
            var found = _text[at..].IndexOf(quote);
            if (found < 0)
                return new SqlToken(SqlKind.String, start, _text.Length - start, _text.Length, SqlTraits.None, isOpened, IsClosed: false);

            at += found;
            var isEscaped = IsEscaped(start, at);
            DependsOnFlavour |= isEscaped;
            if (isEscaped && _isMySql)
                at++;
            else if (at + 1 < _text.Length && _text[at + 1] == quote)
                at += 2; // a doubled quote is one quote of the content
            else
                return new SqlToken(SqlKind.String, start, at - start, at + 1, SqlTraits.None, isOpened);
        }
    }

    private readonly bool IsEscaped(int start, int quote)
    {
        var at = quote;
        while (at > start && _text[at - 1] == (byte)'\\')
            at--;

        return (quote - at) % 2 != 0;
    }

    private readonly SqlToken ReadQuotedName(byte closing)
    {
        var length = _text[(_at + 1)..].IndexOf(closing);
        return length < 0
            ? new SqlToken(SqlKind.Unknown, _at, 1, _at + 1)
            : new SqlToken(SqlKind.Name, _at + 1, length, _at + length + 2);
    }
}
