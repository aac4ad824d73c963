using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Bulwark.Proxy.Http1;

/// <summary>The head of one request: what it says about the end of the request, and nothing else of it is kept.</summary>
internal sealed class Http1Head
{
    private const int MaxLengthDigits = 18;

    /// <summary>Of what <c>Connection</c> says. It is kept until its request is served, and nobody honest names headers without end.</summary>
    private const int MaxConnection = 1024;

    /// <summary>The characters of a field name (RFC 9110 section 5.6.2).</summary>
    private static readonly SearchValues<byte> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    /// <summary>CR and LF of a line are not part of it; within it no control character but the tab has a meaning that two servers share.</summary>
    private static readonly SearchValues<byte> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(code => code != '\t').Select(code => (byte)code), 0x7F]);

    private bool _isHttp11;
    private bool _hasContentLength;

    /// <summary>0 when there is none.</summary>
    public long ContentLength { get; private set; }

    /// <summary>The body comes in chunks.</summary>
    public bool IsChunked { get; private set; }

    /// <summary>The client asks for another protocol on this connection.</summary>
    public bool IsUpgrade { get; private set; }

    /// <summary>What <c>Connection</c> says beside what every request may say; empty: nothing.</summary>
    public string Connection { get; private set; } = "";

    /// <summary>Takes a request line: three words, of which the last is a version that we speak.</summary>
    public bool Begin(ReadOnlySpan<byte> line)
    {
        (ContentLength, _hasContentLength, IsChunked, IsUpgrade, Connection) = (0, false, false, false, "");
        _isHttp11 = line.EndsWith(" HTTP/1.1"u8);
        return (_isHttp11 || line.EndsWith(" HTTP/1.0"u8))
            && line.Count((byte)' ') == 2
            && line.IndexOfAnyExcept(TokenCharacters) is var method && method > 0 && line[method] == ' '
            && !line.ContainsAny(Controls)
            && !line.Contains((byte)'\t')
            && !line.StartsWith("CONNECT "u8); // what follows would be another protocol, that nobody here speaks
    }

    /// <summary>Takes one header field.</summary>
    public bool AddHeader(ReadOnlySpan<byte> line)
    {
        // The first character of a name is not a space either: a line that goes on with the one before it (RFC 9112 section 5.2) is read in two ways.
        var colon = line.IndexOfAnyExcept(TokenCharacters);
        if (colon <= 0 || line[colon] != ':' || line[colon..].ContainsAny(Controls))
            return false;

        return colon switch
        {
            14 when IsNamed(line, "Content-Length"u8) => SetContentLength(Value(line, colon)),
            17 when IsNamed(line, "Transfer-Encoding"u8) => SetTransferEncoding(Value(line, colon)),
            7 when IsNamed(line, "Upgrade"u8) => IsUpgrade = true,
            10 when IsNamed(line, "Connection"u8) => AddConnection(Value(line, colon)),
            _ => true,
        };
    }

    /// <summary>False when the end of the request can still not be told.</summary>
    public bool End() => !IsUpgrade || (!IsChunked && ContentLength == 0);

    private static bool IsNamed(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> line, int colon) => line[(colon + 1)..].Trim(" \t"u8);

    private bool SetContentLength(ReadOnlySpan<byte> value)
    {
        if (_hasContentLength || IsChunked || value.Length is 0 or > MaxLengthDigits || value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return false;

        _hasContentLength = Utf8Parser.TryParse(value, out long length, out _);
        ContentLength = length;
        return _hasContentLength;
    }

    private bool SetTransferEncoding(ReadOnlySpan<byte> value)
    {
        if (_hasContentLength || IsChunked || !_isHttp11)
            return false;

        return IsChunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
    }

    private bool AddConnection(ReadOnlySpan<byte> value)
    {
        if (!Ascii.EqualsIgnoreCase(value, "keep-alive"u8) && !Ascii.EqualsIgnoreCase(value, "close"u8) && !Ascii.EqualsIgnoreCase(value, "Upgrade"u8))
        {
            if (Connection.Length + value.Length > MaxConnection)
                return false;

            Connection = Connection.Length == 0 ? Encoding.Latin1.GetString(value) : $"{Connection},{Encoding.Latin1.GetString(value)}";
        }

        return true;
    }
}
