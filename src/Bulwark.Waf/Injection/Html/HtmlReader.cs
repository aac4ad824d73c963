using System.Buffers;

namespace Bulwark.Waf.Injection.Html;

/// <summary>Reads a value as a browser would, forgiving everything, until something in it is a script.</summary>
/// <remarks>After the HTML standard, section 13.2.5 (tokenization), and what older browsers took besides. Each byte is read once.</remarks>
internal ref struct HtmlReader(ReadOnlySpan<byte> text)
{
    // Internet Explorer skipped NUL everywhere and took the vertical tab for white space.
    private static readonly SearchValues<byte> Space = SearchValues.Create(" \t\n\v\f\r\0"u8);
    private static readonly SearchValues<byte> EndsTagName = SearchValues.Create(" \t\n\v\f\r/>"u8);
    private static readonly SearchValues<byte> EndsAttributeName = SearchValues.Create(" \t\n\v\f\r/>="u8);
    private static readonly SearchValues<byte> EndsUnquoted = SearchValues.Create(" \t\n\v\f\r>"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private int _at;

    private readonly bool IsAtEnd => _at >= _text.Length;

    public bool IsScript(HtmlPlace place)
    {
        if (place != HtmlPlace.Text)
        {
            SkipValue(place);
            if (IsScriptInAttributes(default))
                return true;
        }

        return IsScriptInText();
    }

    private void SkipValue(HtmlPlace place)
    {
        var end = place == HtmlPlace.Unquoted ? _text.IndexOfAny(EndsUnquoted) : _text.IndexOf((byte)place);
        _at = end < 0 ? _text.Length : place == HtmlPlace.Unquoted ? end : end + 1;
    }

    private bool IsScriptInText()
    {
        while (!IsAtEnd)
        {
            var open = _text[_at..].IndexOf((byte)'<');
            if (open < 0)
                return false;

            _at += open + 1;
            if (IsScriptInTag())
                return true;
        }

        return false;
    }

    private bool IsScriptInTag()
    {
        // "<\0script" was a tag once.
        while (!IsAtEnd && _text[_at] == 0)
            _at++;

        if (IsAtEnd)
            return false;

        var first = _text[_at];
        if (first is (byte)'!' or (byte)'?')
            return Declaration.IsScript(_text[_at..]);

        var isEnd = first == '/';
        if (isEnd)
            _at++;

        if (IsAtEnd || !char.IsAsciiLetter((char)_text[_at]))
            return false;

        var name = Take(EndsTagName);
        return isEnd ? IsScriptInAttributes(default) : HtmlTags.IsScript(name) || IsScriptInAttributes(name);
    }

    private bool IsScriptInAttributes(ReadOnlySpan<byte> tag)
    {
        while (true)
        {
            Skip(Space);
            if (IsAtEnd)
                return false;

            var first = _text[_at];
            if (first == '>')
            {
                _at++;
                return false;
            }

            // A slash separates, and so does a quote after a value; a tag inside a tag, as some parsers saw it.
            if (first is (byte)'/' or (byte)'"' or (byte)'\'' or (byte)'`')
                _at++;
            else if (first == '<' && _at + 1 < _text.Length && char.IsAsciiLetter((char)_text[_at + 1]))
                return false;
            else if (ReadAttribute(tag))
                return true;
        }
    }

    private bool ReadAttribute(ReadOnlySpan<byte> tag)
    {
        var start = _at;
        if (_text[_at] == '=')
            _at++;

        Take(EndsAttributeName);
        var name = _text[start.._at];
        Skip(Space);
        if (IsAtEnd || _text[_at] != '=')
            return false;

        _at++;
        Skip(Space);
        return !IsAtEnd && HtmlAttributes.IsScript(tag, name, ReadValue());
    }

    private ReadOnlySpan<byte> ReadValue()
    {
        var quote = _text[_at];
        if (quote is not ((byte)'"' or (byte)'\'' or (byte)'`'))
            return Take(EndsUnquoted);

        _at++;
        var rest = _text[_at..];
        var length = rest.IndexOf(quote);
        if (length < 0)
            length = rest.Length;

        _at = Math.Min(_text.Length, _at + length + 1);
        return rest[..length];
    }

    private ReadOnlySpan<byte> Take(SearchValues<byte> ends)
    {
        var rest = _text[_at..];
        var length = rest.IndexOfAny(ends);
        if (length < 0)
            length = rest.Length;

        _at += length;
        return rest[..length];
    }

    private void Skip(SearchValues<byte> values)
    {
        var length = _text[_at..].IndexOfAnyExcept(values);
        _at = length < 0 ? _text.Length : _at + length;
    }
}
