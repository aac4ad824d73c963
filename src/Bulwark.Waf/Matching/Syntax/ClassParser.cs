namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Reads a class: <c>[^a-z\d[:punct:]]</c>.</summary>
internal sealed class ClassParser(PatternReader reader, bool ignoresCase)
{
    private bool _isQuoted;

    /// <summary>Reads from behind the opening bracket to behind the closing one.</summary>
    public ByteSet Parse()
    {
        var start = reader.Position - 1;
        SkipNothing();
        var isNegated = reader.Take('^');
        SkipNothing();
        var set = ByteSet.None;
        var isFirst = true;
        while (isFirst || _isQuoted || !reader.Take(']'))
        {
            if (reader.AtEnd)
                throw reader.Error("the class that begins here is never closed", start);

            if (SkipQuoting())
                continue;

            set |= ReadItem();
            isFirst = false;
        }

        if (ignoresCase)
            set = set.WithOtherCase();

        return isNegated ? ~set : set;
    }

    /// <summary>Before the first item, quoted nothing does not count.</summary>
    private void SkipNothing()
    {
        while (reader.Take("\\E"u8) || reader.Take("\\Q\\E"u8))
        {
            // Taken.
        }
    }

    /// <summary>Takes <c>\Q</c> and <c>\E</c>.</summary>
    private bool SkipQuoting()
    {
        if (reader.Take("\\E"u8))
        {
            _isQuoted = false;
            return true;
        }

        if (_isQuoted || !reader.Take("\\Q"u8))
            return false;

        _isQuoted = true;
        return true;
    }

    private ByteSet ReadItem()
    {
        if (TryReadPosixClass() is { } named)
        {
            RefuseRangeFromSet();
            return named;
        }

        var position = reader.Position;
        var first = ReadByteOrSet(out var set);
        if (set is { } whole)
        {
            RefuseRangeFromSet();
            return whole;
        }

        SkipAllQuoting();
        if (_isQuoted || !reader.Take('-'))
            return ByteSet.Of(first);

        // The quoted text's own bytes may end a range; a hyphen that nothing follows is one.
        SkipAllQuoting();
        if (!_isQuoted && reader.Peek == ']')
            return ByteSet.Of(first) | ByteSet.Of('-');

        if (TryReadPosixClass() is not null)
            throw reader.Error("a range cannot end with a set", position);

        var last = ReadByteOrSet(out var end);
        if (end is not null)
            throw reader.Error("a range cannot end with a set", position);

        return last >= first ? ByteSet.Range(first, last) : throw reader.Error("the range is out of order", position);
    }

    private void SkipAllQuoting()
    {
        while (SkipQuoting())
        {
            // Taken.
        }
    }

    /// <summary>Behind a set a hyphen is only a hyphen, and PCRE takes it for a mistake unless it ends the class.</summary>
    private void RefuseRangeFromSet()
    {
        if (reader.Rest is [(byte)'-', not (byte)']', ..])
            throw reader.Error("a range cannot begin with a set");
    }

    private ByteSet? TryReadPosixClass()
    {
        if (_isQuoted || reader.Peek != '[')
            return null;

        var text = reader.Rest[1..];
        var end = PosixClass.FindEnd(text);
        if (end < 0)
            return null;

        if (text[0] != ':')
            throw reader.Error("collating elements are not supported");

        var name = text[1..end];
        var isNegated = name is [(byte)'^', ..];
        var set = ByteClasses.OfPosixName(isNegated ? name[1..] : name) ?? throw reader.Error("there is no such POSIX class");
        if (ignoresCase)
            set = set.WithOtherCase();

        reader.Skip(end + 3);
        return isNegated ? ~set : set;
    }

    private int ReadByteOrSet(out ByteSet? set)
    {
        set = null;
        if (reader.AtEnd)
            throw reader.Error("the class is never closed");

        var value = reader.Next();
        if (value != '\\' || _isQuoted)
            return value;

        if (ByteEscapes.TryRead(reader) is { } escaped)
            return escaped;

        set = ByteClasses.OfEscape(reader.Peek);
        if (set is not null)
        {
            reader.Skip(1);
            return 0;
        }

        switch (reader.Peek)
        {
            case 'b':
                reader.Skip(1);
                return 8;
            case >= '1' and <= '7':
                return ByteEscapes.Octal(reader);
            case '8' or '9':
                return reader.Next();
            default:
                throw reader.Error("this escape cannot stand in a class");
        }
    }
}
