namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Reads the pattern language of PCRE2 (without UTF mode) as far as rule sets use it; what it does not know, it refuses.</summary>
/// <remarks>See pcre2pattern(3). Options are those that ModSecurity compiles with: the dot matches everything, <c>^</c> and <c>$</c> match at lines.</remarks>
internal sealed partial class PatternParser
{
    public const int MaxLength = 65_536;
    private const int MaxDepth = 250;
    private const int MaxRepeat = 65_535;

    private readonly PatternReader _reader;
    private readonly GroupNames _names = new();
    private readonly List<(int Number, int Position)> _references = [];
    private PatternOptions _options = PatternOptions.Default;
    private readonly HashSet<int> _open = [];
    private int _groups;
    private int _depth;

    private PatternParser(byte[] pattern) => _reader = new PatternReader(pattern);

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="RuleException">It is not a pattern, or uses what is not supported; the message names the position.</exception>
    public static ParsedPattern Parse(byte[] pattern)
    {
        if (pattern.Length > MaxLength)
            throw new RuleException($"pattern: {pattern.Length} bytes; at most {MaxLength} are read");

        var parser = new PatternParser(pattern);
        var root = parser.ReadAlternation();
        if (!parser._reader.AtEnd)
            throw parser._reader.Error("')' closes nothing");

        foreach (var (number, position) in parser._references)
        {
            if (number > parser._groups)
                throw parser._reader.Error($"there is no group {number}", position);
        }

        return new ParsedPattern(root, parser._groups);
    }

    private bool Has(PatternOptions option) => (_options & option) != PatternOptions.None;

    private Node ReadAlternation()
    {
        if (++_depth > MaxDepth)
            throw _reader.Error($"more than {MaxDepth} groups in each other");

        var branches = new List<Node> { ReadSequence() };
        while (_reader.Take('|'))
            branches.Add(ReadSequence());

        _depth--;
        return branches.Count == 1 ? branches[0] : new Node.Alternation([.. branches]);
    }

    private Node ReadSequence()
    {
        var parts = new List<Node>();
        var canRepeat = false;
        while (!_reader.AtEnd && _reader.Peek is not ('|' or ')'))
        {
            if (SkipIgnored())
                continue;

            if (_reader.Take("\\Q"u8))
            {
                canRepeat = ReadQuoted(parts) || canRepeat;
                continue;
            }

            if (TryReadQuantifier() is { } quantifier)
            {
                parts[^1] = canRepeat ? quantifier(parts[^1]) : throw _reader.Error("there is nothing to repeat");
                canRepeat = false;
                continue;
            }

            var item = ReadItem();
            canRepeat = item is not (null or Node.Assertion);
            if (item is not null)
                parts.Add(item);
        }

        return parts.Count == 1 ? parts[0] : new Node.Sequence([.. parts]);

        // Refused early, so that there is always a part to look at.
        Func<Node, Node>? TryReadQuantifier()
        {
            var position = _reader.Position;
            var read = QuantifierReader.TryRead(_reader, MaxRepeat);
            if (read is not { } found)
                return null;

            if (!canRepeat)
                throw _reader.Error("there is nothing to repeat", position);

            return body => new Node.Repeat(body, found.Min, found.Max, found.Mode);
        }
    }

    /// <summary>Skips what means nothing: comments, a lone <c>\E</c>, and white space after <c>(?x)</c>.</summary>
    private bool SkipIgnored()
    {
        if (_reader.Take("\\E"u8))
            return true;

        if (_reader.Rest.StartsWith("(?#"u8))
        {
            var end = _reader.Rest.IndexOf((byte)')');
            if (end < 0)
                throw _reader.Error("the comment is never closed");

            _reader.Skip(end + 1);
            return true;
        }

        if (!Has(PatternOptions.Extended))
            return false;

        if (_reader.Peek is ' ' or (>= '\t' and <= '\r'))
        {
            _reader.Skip(1);
            return true;
        }

        if (_reader.Peek != '#')
            return false;

        var line = _reader.Rest.IndexOf((byte)'\n');
        _reader.Skip(line < 0 ? _reader.Rest.Length : line + 1);
        return true;
    }

    /// <summary>Reads literal text up to <c>\E</c>; says whether there was any.</summary>
    private bool ReadQuoted(List<Node> parts)
    {
        var any = false;
        while (!_reader.AtEnd && !_reader.Take("\\E"u8))
        {
            parts.Add(Literal(_reader.Next()));
            any = true;
        }

        return any;
    }

    private Node? ReadItem()
    {
        var value = _reader.Next();
        switch (value)
        {
            case (byte)'^':
                return new Node.Assertion(Has(PatternOptions.Multiline) ? AssertionKind.LineStart : AssertionKind.Start);
            case (byte)'$':
                return new Node.Assertion(Has(PatternOptions.Multiline) ? AssertionKind.LineEnd : AssertionKind.EndOrLastNewline);
            case (byte)'.':
                return new Node.Bytes(Has(PatternOptions.DotAll) ? ByteSet.All : ByteClasses.NotNewline);
            case (byte)'[':
                RefuseLonePosixClass();
                return new Node.Bytes(new ClassParser(_reader, Has(PatternOptions.IgnoreCase)).Parse());
            case (byte)'(':
                return ReadGroup();
            case (byte)'\\':
                return ReadEscape();
            default:
                return Literal(value);
        }
    }

    /// <summary>PCRE takes <c>[:alpha:]</c> outside a class for the mistake that it is.</summary>
    private void RefuseLonePosixClass()
    {
        if (PosixClass.FindEnd(_reader.Rest) >= 0)
            throw _reader.Error("a POSIX name stands inside a class", _reader.Position - 1);
    }

    private Node.Bytes Literal(int value)
    {
        var set = ByteSet.Of(value);
        return new(Has(PatternOptions.IgnoreCase) ? set.WithOtherCase() : set);
    }

    private Node ReadEscape()
    {
        if (_reader.AtEnd)
            throw _reader.Error("the pattern ends with a backslash");

        if (ByteEscapes.TryRead(_reader) is { } value)
            return Literal(value);

        if (_reader.Peek is >= '1' and <= '9')
            return ReadReferenceOrOctal();

        var position = _reader.Position - 1;
        var letter = _reader.Next();
        if (ByteClasses.OfEscape(letter) is { } set)
            return new Node.Bytes(set);

        return letter switch
        {
            (byte)'b' => new Node.Assertion(AssertionKind.WordBoundary),
            (byte)'B' => new Node.Assertion(AssertionKind.NoWordBoundary),
            (byte)'A' or (byte)'G' => new Node.Assertion(AssertionKind.Start),
            (byte)'z' => new Node.Assertion(AssertionKind.End),
            (byte)'Z' => new Node.Assertion(AssertionKind.EndOrLastNewline),
            (byte)'N' when _reader.Peek != '{' => new Node.Bytes(ByteClasses.NotNewline),
            (byte)'R' => NewlineSequence(),
            (byte)'g' => Reference(ReferenceReader.ReadNumbered(_reader, _groups, _names), position),
            (byte)'k' => Reference(ReferenceReader.ReadNamed(_reader, _names), position),
            _ => throw _reader.Error("this escape is not supported", position),
        };
    }

    private static Node.Atomic NewlineSequence()
    {
        Node[] both = [new Node.Bytes(ByteSet.Of('\r')), new Node.Bytes(ByteSet.Of('\n'))];
        return new(new Node.Alternation([new Node.Sequence(both), new Node.Bytes(ByteSet.Range('\n', '\r') | ByteSet.Of(0x85))]));
    }

    /// <summary>Digits behind a backslash are a group's number when they are below 10, begin with 8 or 9, or name a group that was opened; else octal.</summary>
    private Node ReadReferenceOrOctal()
    {
        var position = _reader.Position;
        var first = _reader.Peek;
        var number = _reader.TakeNumber(10, int.MaxValue)!.Value;
        if (number < 10 || first >= '8' || number <= _groups)
            return Reference(number, position - 1);

        _reader.MoveTo(position);
        return Literal(ByteEscapes.Octal(_reader));
    }

    private Node.BackReference Reference(int number, int position)
    {
        if (_open.Contains(number))
            throw _reader.Error("a reference to the group around it is not supported", position);

        _references.Add((number, position));
        return new(number, Has(PatternOptions.IgnoreCase));
    }
}
