using System.Text.Unicode;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Bodies.Xml;

/// <summary>Reads an XML body: all its text as one value, as ModSecurity's <c>XML:/*</c>, and each attribute's value, as <c>XML://@*</c>.</summary>
/// <remarks>
/// A tokenizer that declares nothing and expands nothing: a document type declaration with declarations in it is an error, and its text a value of its own.
/// Without recursion, in time proportional to the body; what was read before an error stays.
/// </remarks>
internal sealed partial class XmlBodyReader
{
    /// <summary>As in libxml2.</summary>
    private const int MaxDepth = 256;

    private const int KeptTextLength = 64 * 1024;

    private readonly ByteSlice[] _open = new ByteSlice[MaxDepth];
    private readonly ByteBuffer _joined = new();
    private readonly NameSet _attributes = new();
    private TransactionData _data = null!;
    private ByteSlice _body;
    private ByteSlice _text;
    private XmlError _error;
    private int _position;
    private int _depth;
    private int _elements;
    private bool _isUtf8;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads <paramref name="body"/> into <paramref name="data"/>. An empty body is no error.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="isPartial">Whether the body was cut off, so that its end is no error.</param>
    /// <param name="data">Where values and errors go.</param>
    public void Read(ByteSlice body, bool isPartial, TransactionData data)
    {
        if (body.IsEmpty)
            return;

        _data = data;
        _body = body;
        _text = default;
        (_error, _depth, _elements, _isUtf8) = (XmlError.None, 0, 0, true);
        _position = body.Span.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        ReadDeclaration();
        while (_position < _body.Length && IsReadable)
            ReadNext();

        if (IsReadable && (_depth > 0 || _elements == 0))
            Note(XmlError.UnexpectedEnd);

        if (_error == XmlError.None && _isUtf8 && !isPartial && !Utf8.IsValid(body.Span))
            Note(XmlError.InvalidUtf8);

        Finish(isPartial);
    }

    /// <summary>Whether there is a sense in going on: undefined entities and the like do not hide what follows.</summary>
    private bool IsReadable => IsHarmless(_error);

    private void Finish(bool isPartial)
    {
        if (_elements > 0)
            _data.AddXmlText(_joined.Length > 0 ? _data.Arena.Add(_joined.WrittenSpan) : _text);

        if (_error != XmlError.None && !(isPartial && _error == XmlError.UnexpectedEnd))
            _data.SetBodyError(XmlErrors.MessageOf(_error));

        _joined.Clear(KeptTextLength);
        _attributes.Clear();
        _open.AsSpan().Clear();
        (_body, _text) = (default, default);
    }

    private void ReadNext()
    {
        var markup = Rest.IndexOf((byte)'<');
        var text = Take(markup < 0 ? Rest.Length : markup);
        if (!text.IsEmpty)
            AddText(text);

        if (markup >= 0 && IsReadable)
            ReadMarkup();
    }

    private void ReadMarkup()
    {
        if (Rest.StartsWith("</"u8))
            ReadEndTag();
        else if (Rest.StartsWith("<?"u8))
            Skip("<?"u8, "?>"u8);
        else if (Rest.StartsWith("<!--"u8))
            Skip("<!--"u8, "-->"u8);
        else if (Rest.StartsWith("<![CDATA["u8))
            ReadCharacterData();
        else if (Rest.StartsWith("<!DOCTYPE"u8))
            ReadDocumentType();
        else
            ReadStartTag();
    }

    /// <summary>Only encodings in which markup looks as in ASCII are read: in any other it would pass as text.</summary>
    private void ReadDeclaration()
    {
        if (Rest is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..] || Rest.Contains((byte)0))
        {
            Note(XmlError.UnsupportedEncoding);
            return;
        }

        if (!Rest.StartsWith("<?xml"u8))
            return;

        var end = Rest.IndexOf("?>"u8);
        var declaration = Rest[..(end < 0 ? Rest.Length : end)];
        var at = declaration.IndexOf("encoding"u8);
        if (at < 0)
            return;

        var name = declaration[(at + "encoding".Length)..].Trim(" \t\r\n="u8);
        var quote = name.IsEmpty ? -1 : name[1..].IndexOf(name[0]);
        name = quote < 0 ? default : name.Slice(1, quote);
        _isUtf8 = !System.Text.Ascii.EqualsIgnoreCase(name, "iso-8859-1"u8);
        if (_isUtf8 && !System.Text.Ascii.EqualsIgnoreCase(name, "utf-8"u8) && !System.Text.Ascii.EqualsIgnoreCase(name, "us-ascii"u8))
            Note(XmlError.UnsupportedEncoding);
    }

    private void ReadCharacterData()
    {
        if (!Skip("<![CDATA["u8, "]]>"u8, out var content))
            return;

        if (_depth == 0)
            Note(XmlError.TextOutsideRoot);
        else
            Join(content);
    }

    /// <summary>Skips a declaration without declarations in it, such as <c>&lt;!DOCTYPE html&gt;</c>.</summary>
    private void ReadDocumentType()
    {
        if (_elements > 0)
        {
            Note(XmlError.Malformed);
            return;
        }

        var end = Rest.IndexOfAny((byte)'>', (byte)'[');
        if (end < 0)
        {
            Note(XmlError.UnexpectedEnd);
            return;
        }

        if (Rest[end] == '>')
        {
            _position += end + 1;
            return;
        }

        _position += end + 1;
        var close = Rest.IndexOf("]"u8);
        Note(XmlError.InternalSubset);
        _data.AddXmlText(Take(close < 0 ? Rest.Length : close));
        _position += Math.Max(0, Rest.IndexOf((byte)'>') + 1);
    }

    private void AddText(ByteSlice raw)
    {
        if (_depth > 0)
            Join(Decode(raw));
        else if (raw.Span.ContainsAnyExcept(ByteClasses.AnyWhitespace))
            Note(XmlError.TextOutsideRoot);
    }

    private void Join(ByteSlice text)
    {
        if (_joined.Length == 0 && _text.IsEmpty)
        {
            _text = text;
            return;
        }

        if (_joined.Length == 0)
            _joined.Append(_text.Span);

        _joined.Append(text.Span);
    }

    private ByteSlice Decode(ByteSlice raw)
    {
        var isInvalid = false;
        var text = XmlText.Decode(raw, _data.Arena, ref isInvalid);
        if (isInvalid)
            Note(XmlError.UndefinedEntity);

        return text;
    }

    private void Skip(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end) => Skip(start, end, out _);

    private bool Skip(ReadOnlySpan<byte> start, ReadOnlySpan<byte> end, out ByteSlice content)
    {
        _position += start.Length;
        var at = Rest.IndexOf(end);
        content = Take(at < 0 ? Rest.Length : at);
        if (at < 0)
            return Fail(XmlError.UnexpectedEnd);

        _position += end.Length;
        return true;
    }

    private ReadOnlySpan<byte> Rest => _body.Span[_position..];

    private ByteSlice Take(int length)
    {
        var taken = _body.Slice(_position, length);
        _position += length;
        return taken;
    }

    private void SkipWhitespace() => _position += Rest.Length - Rest.TrimStart(ByteClasses.Whitespace).Length;

    private bool Fail(XmlError error)
    {
        Note(error);
        return false;
    }

    /// <summary>The first error is told, unless a later one ends reading.</summary>
    private void Note(XmlError error)
    {
        if (_error == XmlError.None || (IsReadable && !IsHarmless(error)))
            _error = error;
    }

    private static bool IsHarmless(XmlError error) =>
        error is XmlError.None or XmlError.UndefinedEntity or XmlError.DuplicateAttribute or XmlError.InternalSubset;
}
