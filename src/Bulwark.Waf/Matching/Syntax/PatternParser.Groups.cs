namespace Bulwark.Waf.Matching.Syntax;

/// <summary>Groups and the options that they set.</summary>
internal sealed partial class PatternParser
{
    /// <summary>Reads from behind the opening parenthesis. Null for an option setting, which is no part of its own.</summary>
    private Node? ReadGroup()
    {
        var position = _reader.Position - 1;
        if (_reader.Peek == '*')
            throw _reader.Error("verbs are not supported", position);

        if (!_reader.Take('?'))
            return ReadCapture(position);

        if (_reader.Take("P="u8))
            return Reference(ReferenceReader.ReadName(_reader, _names, ')'), position);

        if (_reader.Take("P<"u8) || (_reader.Rest is [(byte)'<', not ((byte)'=' or (byte)'!'), ..] && _reader.Take('<')))
            return ReadNamedCapture(position, '>');

        if (_reader.Take('\''))
            return ReadNamedCapture(position, '\'');

        if (_reader.Take('>'))
            return new Node.Atomic(ReadBody(position));

        if (_reader.Take('='))
            return new Node.Lookahead(ReadBody(position), isNegative: false);

        if (_reader.Take('!'))
            return new Node.Lookahead(ReadBody(position), isNegative: true);

        if (!_reader.Take('<'))
            return ReadOptions(position);

        if (_reader.AtEnd)
            throw _reader.Error("the group that begins here is never closed", position);

        // Only = and ! are left; with anything else the bracket would have begun a name.
        var isNegative = _reader.Next() == '!';
        var body = ReadBody(position);
        return new Node.Lookbehind(FixedLength.Branches(body, () => _reader.Error("a lookbehind needs branches of one length", position)), isNegative);
    }

    private Node.Group ReadCapture(int position)
    {
        var number = ++_groups;
        _open.Add(number);
        var body = ReadBody(position);
        _open.Remove(number);
        return new(number, body);
    }

    private Node.Group ReadNamedCapture(int position, char end)
    {
        _names.Add(ReferenceReader.ReadNewName(_reader, end), _groups + 1, _reader);
        return ReadCapture(position);
    }

    /// <summary><c>(?i)</c>, which holds up to the end of the group around it, and <c>(?i:...)</c>.</summary>
    private Node? ReadOptions(int position)
    {
        var before = _options;
        var isReset = _reader.Take('^');
        if (isReset)
            _options &= ~(PatternOptions.IgnoreCase | PatternOptions.Multiline | PatternOptions.DotAll | PatternOptions.Extended);

        for (var on = true; !_reader.AtEnd && _reader.Peek is not (':' or ')');)
        {
            var letter = _reader.Next();
            if (letter == '-')
            {
                on = on && !isReset ? false : throw _reader.Error("'-' cannot stand here", position);
                continue;
            }

            var option = letter switch
            {
                (byte)'i' => PatternOptions.IgnoreCase,
                (byte)'m' => PatternOptions.Multiline,
                (byte)'s' => PatternOptions.DotAll,
                (byte)'x' => PatternOptions.Extended,
                _ => throw _reader.Error("this kind of group is not supported", position),
            };
            _options = on ? _options | option : _options & ~option;
        }

        if (_reader.Take(')'))
            return null;

        if (!_reader.Take(':'))
            throw _reader.Error("the group that begins here is never closed", position);

        var body = ReadBody(position);
        _options = before;

        // Never an assertion or a sequence of its own: so it can be repeated, and stays one part.
        return body is Node.Assertion ? new Node.Sequence([body]) : body;
    }

    private Node ReadBody(int position)
    {
        var options = _options;
        var body = ReadAlternation();
        if (!_reader.Take(')'))
            throw _reader.Error("the group that begins here is never closed", position);

        _options = options;
        return body;
    }
}
