using Bulwark.Waf.Text;

namespace Bulwark.Waf.Bodies.Xml;

/// <summary>Tags and their attributes.</summary>
internal sealed partial class XmlBodyReader
{
    private void ReadEndTag()
    {
        _position += 2;
        var end = Rest.IndexOf((byte)'>');
        if (end < 0)
        {
            Note(XmlError.UnexpectedEnd);
            return;
        }

        var name = Take(end).Span.TrimEnd(ByteClasses.Whitespace);
        _position++;
        if (_depth == 0 || !_open[_depth - 1].Span.SequenceEqual(name))
            Note(XmlError.MismatchedEndTag);
        else
            _depth--;
    }

    private void ReadStartTag()
    {
        _position++;
        var length = XmlName.LengthOf(Rest);
        if (length == 0)
        {
            Note(Rest.IsEmpty ? XmlError.UnexpectedEnd : XmlError.Malformed);
            return;
        }

        if (_depth == 0 && _elements > 0)
            Note(XmlError.TextOutsideRoot);
        else if (_depth == MaxDepth)
            Note(XmlError.TooDeep);

        if (!IsReadable)
            return;

        _open[_depth++] = Take(length);
        _elements++;
        while (TryReadAttribute())
        {
        }
    }

    /// <summary>Reads the next attribute, or the end of the start tag.</summary>
    /// <returns>Whether there may be another.</returns>
    private bool TryReadAttribute()
    {
        var before = _position;
        SkipWhitespace();
        if (Rest.StartsWith(">"u8))
        {
            _position++;
            return false;
        }

        if (Rest.StartsWith("/>"u8))
        {
            _position += 2;
            _depth--;
            return false;
        }

        var length = XmlName.LengthOf(Rest);
        if (length == 0 || before == _position)
            return Fail(Rest.IsEmpty || Rest.SequenceEqual("/"u8) ? XmlError.UnexpectedEnd : XmlError.Malformed);

        return TryReadValue(Take(length));
    }

    private bool TryReadValue(ByteSlice name)
    {
        SkipWhitespace();
        if (!Rest.StartsWith("="u8))
            return Fail(Rest.IsEmpty ? XmlError.UnexpectedEnd : XmlError.Malformed);

        _position++;
        SkipWhitespace();
        if (Rest.IsEmpty || Rest[0] is not ((byte)'"' or (byte)'\''))
            return Fail(Rest.IsEmpty ? XmlError.UnexpectedEnd : XmlError.Malformed);

        var quote = Rest[0];
        _position++;
        var end = Rest.IndexOf(quote);
        if (end < 0)
            return Fail(XmlError.UnexpectedEnd);

        var raw = Take(end);
        _position++;
        if (!_attributes.TryAdd(_elements, name))
            Note(XmlError.DuplicateAttribute);

        _data.AddXmlAttribute(name, Decode(raw));
        if (raw.Span.Contains((byte)'<'))
            return Fail(XmlError.Malformed);

        return _data.XmlAttributes.Count < _data.Limits.Arguments || Fail(XmlError.TooManyAttributes);
    }
}
