using System.Text.Unicode;
using Bulwark.Waf.Text;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Bodies.Json;

/// <summary>Reads a JSON body (RFC 8259) into arguments, one for each string, number, <c>true</c>, <c>false</c> and <c>null</c> (which is empty).</summary>
/// <remarks>
/// Names are ModSecurity's. Unlike there, an empty object or array is an argument without value, because its key is something that the backend reads.
/// Without recursion, in time proportional to the body; what was read before an error stays.
/// </remarks>
internal sealed class JsonBodyReader
{
    private readonly JsonNames _names = new();
    private readonly NameSet _keys = new();
    private TransactionData _data = null!;
    private ByteSlice _text;
    private int _position;
    private long _nameBudget;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads <paramref name="body"/> into <paramref name="data"/>. An empty body is no error, as in ModSecurity.</summary>
    /// <param name="body">The whole body. A byte order mark before it is skipped, as many parsers do.</param>
    /// <param name="isPartial">Whether the body was cut off, so that its end is no error.</param>
    /// <param name="data">Where arguments and errors go.</param>
    public void Read(ByteSlice body, bool isPartial, TransactionData data)
    {
        if (body.IsEmpty)
            return;

        var error = Read(body, data);
        if (error == JsonError.None && !isPartial && !Utf8.IsValid(body.Span))
            error = JsonError.InvalidUtf8;

        if (error != JsonError.None && !(isPartial && error == JsonError.UnexpectedEnd))
            Report(error);
    }

    /// <summary>Reads a body that may be JSON, and finds no fault when it is not.</summary>
    public void Guess(ByteSlice body, TransactionData data)
    {
        var start = body.Span.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var text = body.Span[start..].TrimStart(" \t\r\n"u8);
        if (!text.IsEmpty && text[0] is (byte)'{' or (byte)'[')
            Read(body, data);
    }

    private JsonError Read(ByteSlice body, TransactionData data)
    {
        _data = data;
        _text = body;
        _position = body.Span.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;

        // Deep nesting makes names that are much longer than the body in sum. An ordinary body needs a fraction of this.
        _nameBudget = 64 * 1024 + 16L * body.Length;
        _names.Begin();
        var error = ReadText();
        _keys.Clear();
        _text = default;
        return error;
    }

    private JsonError ReadText()
    {
        var error = ReadValue();
        while (error == JsonError.None && _names.Depth > 0)
            error = ReadNext();

        if (error != JsonError.None)
            return error;

        SkipWhitespace();
        return _position == _text.Length ? JsonError.None : JsonError.TextAfterValue;
    }

    /// <summary>What comes next in the innermost container: its next value or its end.</summary>
    private JsonError ReadNext()
    {
        SkipWhitespace();
        if (_position == _text.Length)
            return JsonError.UnexpectedEnd;

        var isArray = _names.IsInArray;
        if (Current == (isArray ? ']' : '}'))
            return ReadEnd();

        if (!_names.IsEmpty)
        {
            if (Current != ',')
                return JsonError.UnexpectedByte;

            _position++;
        }

        return isArray ? ReadElement() : ReadMember();
    }

    private JsonError ReadEnd()
    {
        _position++;
        var isEmpty = _names.IsEmpty;
        _names.Close();
        return isEmpty && _names.Depth > 0 ? Add(ByteSlice.Empty) : JsonError.None;
    }

    private JsonError ReadElement()
    {
        _names.EnterElement();
        return ReadValue();
    }

    private JsonError ReadMember()
    {
        SkipWhitespace();
        if (_position == _text.Length)
            return JsonError.UnexpectedEnd;

        if (Current != '"')
            return JsonError.UnexpectedByte;

        _position++;
        var error = JsonString.Read(_text, ref _position, _data.Arena, out var key);
        if (error != JsonError.None)
            return error;

        if (!_keys.TryAdd(_names.ContainerId, key))
            _data.HasDuplicateKeys = true;

        _names.Enter(key);
        SkipWhitespace();
        if (_position == _text.Length)
            return JsonError.UnexpectedEnd;

        if (Current != ':')
            return JsonError.UnexpectedByte;

        _position++;
        return ReadValue();
    }

    private JsonError ReadValue()
    {
        SkipWhitespace();
        if (_position == _text.Length)
            return JsonError.UnexpectedEnd;

        switch (Current)
        {
            case (byte)'{' or (byte)'[':
                return Open();
            case (byte)'"':
                _position++;
                var error = JsonString.Read(_text, ref _position, _data.Arena, out var value);
                return error == JsonError.None ? Add(value) : error;
            case (byte)'t':
                return ReadLiteral("true"u8);
            case (byte)'f':
                return ReadLiteral("false"u8);
            case (byte)'n':
                return ReadLiteral("null"u8);
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                return ReadNumber();
            default:
                return JsonError.UnexpectedByte;
        }
    }

    private JsonError Open()
    {
        if (_names.Depth >= _data.Limits.JsonDepth)
            return JsonError.TooDeep;

        _names.Open(Current == '[');
        _position++;
        return JsonError.None;
    }

    private JsonError ReadLiteral(ReadOnlySpan<byte> literal)
    {
        var rest = _text.Span[_position..];
        if (!rest.StartsWith(literal))
            return literal.StartsWith(rest) ? JsonError.UnexpectedEnd : JsonError.UnexpectedByte;

        var value = literal[0] == 'n' ? ByteSlice.Empty : _text.Slice(_position, literal.Length);
        _position += literal.Length;
        return Add(value);
    }

    private JsonError ReadNumber()
    {
        var length = JsonNumber.LengthOf(_text.Span[_position..]);
        if (length == 0)
            return JsonError.InvalidNumber;

        var value = _text.Slice(_position, length);
        _position += length;
        return Add(value);
    }

    private JsonError Add(ByteSlice value)
    {
        _nameBudget -= _names.Name.Length + _names.Path.Length;
        if (_nameBudget < 0)
            return JsonError.NamesTooLong;

        return _data.TryAddBodyArgument(_data.Arena.Add(_names.Name), value, _data.Arena.Add(_names.Path)) ? JsonError.None : JsonError.TooManyArguments;
    }

    private byte Current => _text.Span[_position];

    private void SkipWhitespace()
    {
        var bytes = _text.Span;
        while (_position < bytes.Length && bytes[_position] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            _position++;
    }

    private void Report(JsonError error)
    {
        Span<byte> message = stackalloc byte[JsonErrors.MaxLength];
        _data.SetBodyError(message[..JsonErrors.Write(error, _position, message)]);
    }
}
