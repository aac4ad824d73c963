using Ascii = System.Text.Ascii;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What the head of a request says, and why it is refused if it is. Every field is filled as far as the bytes allow, so that rules see refused requests too.</summary>
internal sealed class RequestHead
{
    /// <summary>The most header lines; as many as Apache and Kestrel take.</summary>
    private const int MostFields = 100;

    public RawHead Raw { get; } = new();

    public RequestRefusal? Refusal { get; private set; }

    public RawFraming Framing { get; private set; }

    /// <summary>The body's length in bytes, with <see cref="RawFraming.Length"/>.</summary>
    public long Length { get; private set; }

    /// <summary>Whether the connection may carry another request.</summary>
    public bool IsPersistent { get; private set; }

    public bool ExpectsContinue { get; private set; }

    /// <summary>Whether it asks for a WebSocket, the only protocol that a connection may change to.</summary>
    public bool IsUpgrade { get; private set; }

    public ReadOnlySpan<byte> Method => Raw.FirstLine[.._methodLength];

    public ReadOnlySpan<byte> Target => Raw.FirstLine.Slice(_targetStart, _targetLength);

    /// <summary>The protocol as it was written, <c>HTTP/1.1</c>; empty when the line has none.</summary>
    public ReadOnlySpan<byte> Protocol => Raw.FirstLine[_protocolStart..];

    private int _methodLength;
    private int _targetStart;
    private int _targetLength;
    private int _protocolStart;

    /// <summary>Interprets <see cref="Raw"/>, which has been split.</summary>
    public void Interpret()
    {
        Refusal = null;
        (Framing, Length, IsPersistent, ExpectsContinue, IsUpgrade) = (RawFraming.None, 0, false, false, false);
        SplitFirstLine();
        CheckFirstLine();
        if (Raw.Flaw is { } flaw)
            Refuse(400, flaw);

        CheckFields();
        CheckHost();
        ReadFraming();
        ReadConnection();
    }

    /// <summary>Refuses the request, unless something before this did.</summary>
    public void Refuse(int status, string reason) => Refusal ??= new RequestRefusal(status, reason);

    /// <summary>The method ends at the first space, the protocol begins behind the last one; what lies between is the target.</summary>
    private void SplitFirstLine()
    {
        var line = Raw.FirstLine;
        var indent = line.Length - line.TrimStart((byte)' ').Length;
        var space = line[indent..].IndexOf((byte)' ');
        if (space < 0)
        {
            (_methodLength, _targetStart, _targetLength, _protocolStart) = (line.Length, line.Length, 0, line.Length);
            return;
        }

        _methodLength = indent + space;
        var last = line.LastIndexOf((byte)' ');
        _targetStart = _methodLength + 1;
        _protocolStart = last > _methodLength ? last + 1 : line.Length;
        _targetLength = (last > _methodLength ? last : line.Length) - _targetStart;
    }

    private void CheckFirstLine()
    {
        if (Raw.IsFull)
            Refuse(431, $"the head is larger than {RawHead.MostBytes} bytes");

        if (Method.IsEmpty || Method.ContainsAnyExcept(RawTokens.TokenBytes))
            Refuse(400, "the method is no token");

        // A fragment never goes over the wire (RFC 9112 section 3.2).
        if (Target.IsEmpty || Target.ContainsAnyInRange((byte)0, (byte)' ') || Target.ContainsAny((byte)0x7F, (byte)'#'))
            Refuse(400, "the request target is missing or has characters that no target has");

        if (!Protocol.SequenceEqual("HTTP/1.1"u8) && !Protocol.SequenceEqual("HTTP/1.0"u8))
            Refuse(400, "the protocol is neither HTTP/1.1 nor HTTP/1.0");

        if (Method.SequenceEqual("CONNECT"u8))
            Refuse(Target.Contains((byte)':') ? 405 : 400, "CONNECT is for forward proxies");
        else if (Target is not [(byte)'/', ..] && !Target.SequenceEqual("*"u8) && !IsAbsolute(Target))
            Refuse(400, "the request target is neither a path nor an address");
    }

    private void CheckFields()
    {
        if (Raw.Count > MostFields)
            Refuse(431, $"there are more than {MostFields} headers");
        else if (ConnectionHeaders.IsTooLong(Raw))
            Refuse(400, $"Connection has more than {ConnectionHeaders.MostBytes} bytes");
        else if (ConnectionHeaders.Named(Raw) is { } named && NamesAny(named))
            Refuse(400, "Connection names a header that is not of this connection alone");
    }

    /// <summary>A header that is named in <c>Connection</c> is not passed on: rules would see what the upstream never gets.</summary>
    private bool NamesAny(List<byte[]> named)
    {
        for (var i = 0; i < Raw.Count; i++)
        {
            if (ConnectionHeaders.IsAmong(named, Raw.Name(i)))
                return true;
        }

        return false;
    }

    private void CheckHost()
    {
        var hosts = Raw.CountOf("Host"u8);
        if (hosts > 1)
            Refuse(400, "there is more than one Host");

        // RFC 9112 section 3.2: every request of HTTP/1.1 has one.
        if (hosts == 0 && Protocol.SequenceEqual("HTTP/1.1"u8))
            Refuse(400, "Host is missing");

        if (Raw.TryGetSingle("Host"u8, out var host) && (host.IsEmpty || host.ContainsAnyExcept(RawTokens.HostBytes)))
            Refuse(400, "Host is no name or address");
    }

    private void ReadFraming()
    {
        var lengths = Raw.CountOf("Content-Length"u8);
        var codings = Raw.CountOf("Transfer-Encoding"u8);
        if (codings > 0)
        {
            ReadCodings(codings, lengths);
            return;
        }

        if (lengths == 0)
            return;

        if (!Raw.TryGetSingle("Content-Length"u8, out var digits) || !RawTokens.TryParseLength(digits, out var length))
        {
            Refuse(400, lengths > 1 ? "there is more than one Content-Length" : "Content-Length is no number");
            return;
        }

        (Framing, Length) = length == 0 ? (RawFraming.None, 0) : (RawFraming.Length, length);
    }

    private void ReadCodings(int codings, int lengths)
    {
        if (codings > 1 || !Raw.TryGetSingle("Transfer-Encoding"u8, out var coding) || !Ascii.EqualsIgnoreCase(coding, "chunked"u8))
            Refuse(501, "Transfer-Encoding is not one final chunked");
        else if (lengths > 0)
            Refuse(400, "Content-Length stands beside Transfer-Encoding");
        else if (Protocol.SequenceEqual("HTTP/1.0"u8))
            Refuse(400, "HTTP/1.0 has no Transfer-Encoding");
        else
            Framing = RawFraming.Chunked;
    }

    private void ReadConnection()
    {
        var isCurrent = Protocol.SequenceEqual("HTTP/1.1"u8);
        IsPersistent = Refusal is null && (isCurrent ? !Raw.HasWord("Connection"u8, "close"u8) : Raw.HasWord("Connection"u8, "keep-alive"u8));
        ExpectsContinue = isCurrent && Raw.HasWord("Expect"u8, "100-continue"u8);
        IsUpgrade = isCurrent && Framing == RawFraming.None && Method.SequenceEqual("GET"u8) && Raw.HasWord("Connection"u8, "Upgrade"u8)
            && Raw.TryGetSingle("Upgrade"u8, out var protocol) && Ascii.EqualsIgnoreCase(protocol, "websocket"u8);
    }

    private static bool IsAbsolute(ReadOnlySpan<byte> target) =>
        Ascii.EqualsIgnoreCase(target[..Math.Min(7, target.Length)], "http://"u8) || Ascii.EqualsIgnoreCase(target[..Math.Min(8, target.Length)], "https://"u8);
}
