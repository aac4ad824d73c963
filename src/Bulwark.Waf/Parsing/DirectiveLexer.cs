using System.Text;

namespace Bulwark.Waf.Parsing;

/// <summary>Cuts the text of a rule file into directives and their arguments.</summary>
/// <remarks>
/// A directive is one line; a backslash at the end of a line joins it with the next one. Arguments are separated by white space; one that
/// begins with a quote ends at the next quote that is not escaped. Inside, <c>\"</c> is a quote, <c>\\</c> is one backslash (as in Apache, for
/// which the language was made) and every other backslash stays, because it belongs to a regular expression. Inside quotes, the indentation of a joined line is dropped.
/// A line that begins with <c>#</c> is a comment; a backslash at its end continues the comment, as in Apache and ModSecurity.
/// </remarks>
internal sealed class DirectiveLexer(string file, string text, ProblemList problems)
{
    private readonly StringBuilder _argument = new();
    private int _position;
    private int _line = 1;

    /// <summary>The next directive; null at the end of the text.</summary>
    public RawDirective? Read()
    {
        while (SkipBlank())
        {
            if (text[_position] == '#')
                SkipComment();
            else if (text[_position] == '<')
                SkipSection();
            else if (ReadDirective() is { } directive)
                return directive;
        }

        return null;
    }

    private RawDirective? ReadDirective()
    {
        var location = new SourceLocation(file, _line);
        var name = ReadName();
        var arguments = new List<string>();
        while (SkipSpace())
        {
            if (text[_position] is '"' or '\'')
            {
                if (!TryReadQuoted(text[_position]))
                {
                    problems.Add(location, $"{name}: a quoted argument does not end on its line");
                    return null;
                }
            }
            else
            {
                ReadWord();
            }

            arguments.Add(_argument.ToString());
        }

        return new RawDirective(location, name, arguments);
    }

    private string ReadName()
    {
        var start = _position;
        while (_position < text.Length && text[_position] is not (' ' or '\t' or '\r' or '\n' or '"') && LineJoin() == 0)
            _position++;

        // A text that begins with a quote has no name; the quote must not be looked at for ever.
        if (_position == start)
            _position++;

        return text[start.._position];
    }

    private void ReadWord()
    {
        _argument.Clear();
        while (_position < text.Length && text[_position] is not (' ' or '\t' or '\r' or '\n') && LineJoin() == 0)
            _argument.Append(text[_position++]);
    }

    private bool TryReadQuoted(char quote)
    {
        _argument.Clear();
        for (_position++; _position < text.Length && text[_position] != '\n';)
        {
            var current = text[_position];
            if (current == quote)
            {
                _position++;
                return true;
            }

            if (LineJoin() is > 0 and var length)
            {
                Join(length);
                SkipIndentation();
            }
            else if (current == '\\' && _position + 1 < text.Length && text[_position + 1] is var next && (next == quote || next == '\\'))
            {
                _argument.Append(next);
                _position += 2;
            }
            else
            {
                _argument.Append(current);
                _position++;
            }
        }

        return false;
    }

    /// <summary>Skips empty lines and indentation. False at the end of the text.</summary>
    private bool SkipBlank()
    {
        for (; _position < text.Length; _position++)
        {
            if (text[_position] == '\n')
                _line++;
            else if (LineJoin() is > 0 and var length)
                Join(length - 1);
            else if (text[_position] is not (' ' or '\t' or '\r'))
                return true;
        }

        return false;
    }

    /// <summary>Goes to the next argument. False at the end of the directive.</summary>
    private bool SkipSpace()
    {
        while (_position < text.Length && text[_position] != '\n')
        {
            if (LineJoin() is > 0 and var length)
                Join(length);
            else if (text[_position] is ' ' or '\t' or '\r')
                _position++;
            else
                return true;
        }

        return false;
    }

    private void SkipComment()
    {
        while (_position < text.Length && text[_position] != '\n')
        {
            if (LineJoin() is > 0 and var length)
                Join(length);
            else
                _position++;
        }
    }

    private void SkipSection()
    {
        var location = new SourceLocation(file, _line);
        var start = _position;
        SkipComment();
        var section = text[start.._position].TrimEnd();
        if (!section.StartsWith("</", StringComparison.Ordinal))
            problems.Add(location, $"{section}: sections of Apache are not read; leave the directives and remove the lines with <...>");
    }

    private void SkipIndentation()
    {
        while (_position < text.Length && text[_position] is ' ' or '\t')
            _position++;
    }

    private void Join(int length)
    {
        _position += length;
        _line++;
    }

    /// <summary>The length of a backslash and line end here; 0 when there is none.</summary>
    private int LineJoin()
    {
        if (_position >= text.Length || text[_position] != '\\')
            return 0;

        var rest = text.AsSpan(_position + 1);
        return rest.StartsWith("\n") ? 2 : rest.StartsWith("\r\n") ? 3 : 0;
    }
}
