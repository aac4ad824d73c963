using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies.Multipart;

/// <summary>Reads a part's Content-Disposition (RFC 7578, section 4.2) as narrowly as ModSecurity does. What was found before an error stays.</summary>
internal ref struct ContentDisposition(ByteSlice value, ByteArena arena)
{
    private readonly ByteArena _arena = arena;
    private ByteSlice _rest = value;
    private bool _lastWasQuote;

    /// <summary>The form field; empty without one.</summary>
    public ByteSlice Name { get; private set; }

    /// <summary>Another name that the header gives: an error, and something that a backend may prefer.</summary>
    public ByteSlice SecondName { get; private set; }

    /// <summary>The file; empty without one.</summary>
    public ByteSlice FileName { get; private set; }

    /// <summary>Another file name: of a second <c>filename</c>, which is an error, or of <c>filename*</c>, decoded.</summary>
    public ByteSlice SecondFileName { get; private set; }

    public bool HasInvalidQuoting { get; private set; }

    /// <summary>Reads all of the header.</summary>
    /// <returns>Whether it is well formed and gives no parameter twice.</returns>
    public bool TryRead()
    {
        if (!_rest.Span.StartsWith("form-data"u8))
            return false;

        _rest = _rest.Slice("form-data".Length);
        SkipBlanks();
        if (_rest.IsEmpty)
            return true;

        if (!TrySkip(';'))
            return false;

        while (!_rest.IsEmpty)
        {
            if (!TryReadParameter())
                return false;
        }

        return SecondFileName.IsEmpty || !FileName.IsEmpty;
    }

    private bool TryReadParameter()
    {
        SkipBlanks();
        var end = _rest.Span.IndexOfAny((byte)'=', (byte)' ', (byte)'\t');
        if (end < 0)
            return false;

        var parameter = Take(end).Span;
        SkipBlanks();
        if (!TrySkip('='))
            return false;

        SkipBlanks();
        if (_rest.IsEmpty)
            return false;

        var isExtended = parameter.SequenceEqual("filename*"u8);
        if (!(isExtended ? TryReadExtendedValue(out var value) : TryReadValue(out value)) || !TryKeep(parameter, value))
            return false;

        return TryEndParameter();
    }

    private bool TryKeep(ReadOnlySpan<byte> parameter, ByteSlice value)
    {
        if (parameter.SequenceEqual("name"u8))
        {
            var isFirst = Name.IsEmpty;
            (Name, SecondName) = isFirst ? (value, SecondName) : (Name, value);
            return isFirst;
        }

        if (parameter.SequenceEqual("filename"u8))
        {
            var isFirst = FileName.IsEmpty;
            (FileName, SecondFileName) = isFirst ? (value, SecondFileName) : (FileName, value);
            return isFirst;
        }

        if (!parameter.SequenceEqual("filename*"u8))
            return false;

        var isOnly = SecondFileName.IsEmpty;
        SecondFileName = value;
        return isOnly;
    }

    /// <summary>After a value there is nothing or a semicolon.</summary>
    private bool TryEndParameter()
    {
        var quoted = _rest;
        SkipBlanks();
        if (_rest.IsEmpty || TrySkip(';'))
            return true;

        HasInvalidQuoting |= quoted.Length == _rest.Length && _lastWasQuote;
        return false;
    }

    private bool TryReadValue(out ByteSlice value)
    {
        var quote = _rest.Span[0];
        _lastWasQuote = quote is (byte)'"' or (byte)'\'';
        if (_lastWasQuote)
            return TryReadQuoted(quote, out value);

        var end = _rest.Span.IndexOfAnyExcept(ByteClasses.TokenCharacters);
        value = Take(end < 0 ? _rest.Length : end);
        HasInvalidQuoting |= value.Span.Contains((byte)'\'');
        return true;
    }

    /// <summary>Single quotes are no quotes (RFC 2045), but some servers take them for such. Only the quote and the backslash are escaped.</summary>
    private bool TryReadQuoted(byte quote, out ByteSlice value)
    {
        HasInvalidQuoting |= quote == '\'';
        _rest = _rest.Slice(1);
        var bytes = _rest.Span;
        var output = _arena.Reserve(bytes.Length);
        var written = 0;
        var at = 0;
        for (; at < bytes.Length && bytes[at] != quote; at++)
        {
            if (bytes[at] == '\\' && at + 1 < bytes.Length && (bytes[at + 1] == quote || bytes[at + 1] == '\\'))
                at++;

            output[written++] = bytes[at];
        }

        value = written == at ? _rest.Slice(0, at) : _arena.Commit(written);
        _rest = _rest.Slice(Math.Min(at + 1, _rest.Length));
        return at < bytes.Length;
    }

    /// <summary><c>charset'language'value</c> (RFC 8187).</summary>
    private bool TryReadExtendedValue(out ByteSlice value)
    {
        _lastWasQuote = false;
        value = ByteSlice.Empty;
        var charset = _rest.Span.IndexOfAnyExcept(ByteClasses.CharsetCharacters);
        if (charset <= 0 || _rest.Span[charset] != '\'')
            return false;

        var rest = _rest.Slice(charset + 1);
        var language = rest.Span.IndexOf((byte)'\'');
        if (language < 0)
            return false;

        _rest = rest.Slice(language + 1);
        var end = _rest.Span.IndexOf((byte)';');
        var encoded = Take(end < 0 ? _rest.Length : end);
        var isInvalid = encoded.Span.ContainsAnyExcept(ByteClasses.ExtendedValueCharacters);
        value = PercentEncoding.DecodeForm(encoded, _arena, ref isInvalid);
        return !isInvalid;
    }

    private ByteSlice Take(int length)
    {
        var taken = _rest.Slice(0, length);
        _rest = _rest.Slice(length);
        return taken;
    }

    private void SkipBlanks() => _rest = _rest.Slice(_rest.Length - _rest.Span.TrimStart(" \t"u8).Length);

    private bool TrySkip(char expected)
    {
        if (_rest.IsEmpty || _rest.Span[0] != expected)
            return false;

        _rest = _rest.Slice(1);
        return true;
    }
}
