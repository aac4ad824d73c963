using System.Buffers;
using Bulwark.Waf.Text;

namespace Bulwark.Waf.GraphQl;

/// <summary>Takes a GraphQL document apart into tokens (GraphQL specification, section 2.1). What is no token is one of its own: nothing is refused here.</summary>
internal struct GraphQlLexer(ByteSlice document)
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);
    private static readonly SearchValues<byte> EndOfString = SearchValues.Create("\"\\\r\n"u8);

    private int _position;

    public GraphQlToken Next()
    {
        SkipIgnored();
        var rest = document.Span[_position..];
        if (rest.IsEmpty)
            return default;

        var first = rest[0];
        if (Ascii.IsLetter(first) || first == '_')
            return Name(rest);

        if (first == '"')
            return String(rest);

        if (rest.StartsWith("..."u8))
            return Take(3, GraphQlToken.Spread);

        return first is (byte)'{' or (byte)'}' or (byte)'(' or (byte)')' or (byte)'[' or (byte)']' or (byte)':' or (byte)'@'
            ? Take(1, first)
            : Take(1, GraphQlToken.Other);
    }

    private void SkipIgnored()
    {
        var bytes = document.Span;
        while (_position < bytes.Length)
        {
            switch (bytes[_position])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or 0xEF or 0xBB or 0xBF: // the last three are a byte order mark
                    _position++;
                    break;
                case (byte)'#':
                    var end = bytes[_position..].IndexOfAny((byte)'\r', (byte)'\n');
                    _position = end < 0 ? bytes.Length : _position + end;
                    break;
                default:
                    return;
            }
        }
    }

    private GraphQlToken Name(ReadOnlySpan<byte> rest)
    {
        var length = rest.IndexOfAnyExcept(NameBytes);
        var name = document.Slice(_position, length < 0 ? rest.Length : length);
        _position += name.Length;
        return new GraphQlToken(GraphQlToken.Name, name);
    }

    private GraphQlToken String(ReadOnlySpan<byte> rest) => Take(rest.StartsWith("\"\"\""u8) ? BlockLength(rest) : StringLength(rest), GraphQlToken.Other);

    private static int StringLength(ReadOnlySpan<byte> rest)
    {
        var i = 1;
        while (i < rest.Length)
        {
            var next = rest[i..].IndexOfAny(EndOfString);
            if (next < 0)
                return rest.Length;

            i += next;
            if (rest[i] != '\\')
                return i + 1; // a string that its line does not end is none

            i += 2;
        }

        return rest.Length;
    }

    private static int BlockLength(ReadOnlySpan<byte> rest)
    {
        var i = 3;
        while (i < rest.Length)
        {
            var end = rest[i..].IndexOf("\"\"\""u8);
            if (end < 0)
                return rest.Length;

            i += end + 3;
            if (rest[i - 4] != '\\' || end == 0)
                return i;
        }

        return rest.Length;
    }

    private GraphQlToken Take(int length, byte kind)
    {
        _position = Math.Min(document.Length, _position + length);
        return new GraphQlToken(kind, default);
    }
}
