using Bulwark.Waf.Text;

namespace Bulwark.Waf.Injection.Sql;

/// <summary>Comments, operators and punctuation.</summary>
internal ref partial struct SqlTokenizer
{
    private const SqlTraits Arithmetic = SqlTraits.Arithmetic;

    private SqlToken ReadSign(byte first) => first switch
    {
        (byte)'-' when Peek(1) == (byte)'-' => ReadDashes(),
        (byte)'/' when Peek(1) == (byte)'*' => ReadComment(),
        (byte)'#' => ReadHash(),
        (byte)'-' or (byte)'+' => Sign(SqlKind.Operator, 1, Arithmetic | SqlTraits.Unary),
        (byte)'~' => Sign(SqlKind.Operator, 1, SqlTraits.Unary),
        (byte)'*' or (byte)'/' or (byte)'%' or (byte)'^' => Sign(SqlKind.Operator, 1, Arithmetic),
        (byte)'!' when Peek(1) is (byte)'=' or (byte)'<' or (byte)'>' => Sign(SqlKind.Operator, 2),
        (byte)'!' => Sign(SqlKind.Operator, 1, SqlTraits.Unary),
        (byte)'&' => Peek(1) == (byte)'&' ? Sign(SqlKind.Logic, 2) : Sign(SqlKind.Operator, 1, Arithmetic),
        (byte)'|' => Peek(1) == (byte)'|' ? Sign(SqlKind.Logic, 2) : Sign(SqlKind.Operator, 1, Arithmetic),
        (byte)':' => ReadColon(),
        (byte)'=' or (byte)'<' or (byte)'>' => ReadComparison(first),
        _ => new SqlToken(SqlKind.Unknown, _at, 1, _at + 1),
    };

    private readonly SqlToken ReadComparison(byte first)
    {
        var second = Peek(1);
        if (first == '<' && second == '=' && Peek(2) == '>')
            return Sign(SqlKind.Operator, 3);
        if (first != '=' && second == first)
            return Sign(SqlKind.Operator, 2, Arithmetic); // a shift

        // An arrow of other languages.
        if (first == '=' && second == '>')
            return Sign(SqlKind.Unknown, 2);

        return Sign(SqlKind.Operator, second is (byte)'=' or (byte)'>' ? 2 : 1);
    }

    private readonly SqlToken ReadColon() => Peek(1) switch
    {
        (byte)':' => Sign(SqlKind.Operator, 2, Arithmetic),
        (byte)'=' => Sign(SqlKind.Operator, 2),
        _ => Sign(SqlKind.Colon, 1),
    };

    private SqlToken ReadDashes()
    {
        if (_at + 2 >= _text.Length || Ascii.IsWhitespace(_text[_at + 2]))
            return LineComment(2);

        DependsOnFlavour = true;
        return _isMySql ? Sign(SqlKind.Operator, 1, Arithmetic | SqlTraits.Unary) : LineComment(2);
    }

    private SqlToken ReadHash()
    {
        DependsOnFlavour = true;
        return _isMySql ? LineComment(1) : Sign(SqlKind.Operator, 1, Arithmetic);
    }

    // The token's content begins after the mark.
    private readonly SqlToken LineComment(int mark)
    {
        var start = _at + mark;
        var length = _text[start..].IndexOfAny(LineEnds);
        return length < 0
            ? new SqlToken(SqlKind.Comment, start, _text.Length - start, _text.Length)
            : new SqlToken(SqlKind.Comment, start, length, start + length);
    }

    private readonly SqlToken ReadComment()
    {
        var start = _at + 2;
        var length = _text[start..].IndexOf("*/"u8);
        return length < 0
            ? new SqlToken(SqlKind.Comment, start, _text.Length - start, _text.Length, SqlTraits.None, IsClosed: false)
            : new SqlToken(SqlKind.Comment, start, length, start + length + 2);
    }

    // "\N" is MySQL's NULL.
    private readonly SqlToken ReadBackslash() =>
        Peek(1) == (byte)'N' ? new SqlToken(SqlKind.Variable, _at, 2, _at + 2) : Sign(SqlKind.Backslash, 1);
}
