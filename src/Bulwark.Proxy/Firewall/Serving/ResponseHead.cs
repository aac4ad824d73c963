using Ascii = System.Text.Ascii;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>What the head of an answer says. An answer that cannot be trusted to end where it says is no answer: <see cref="IsValid"/> is false.</summary>
internal sealed class ResponseHead
{
    public RawHead Raw { get; } = new();

    public bool IsValid { get; private set; }

    public int Status { get; private set; }

    public ReadOnlySpan<byte> Protocol => Raw.FirstLine[..Math.Min(8, Raw.FirstLine.Length)];

    /// <summary>The reason phrase; empty without one.</summary>
    public ReadOnlySpan<byte> Reason => Raw.FirstLine[Math.Min(13, Raw.FirstLine.Length)..];

    /// <summary>Whether the connection carries a WebSocket from here on.</summary>
    public bool IsTunnel { get; private set; }

    public RawFraming Framing { get; private set; }

    public long Length { get; private set; }

    /// <summary>Whether the upstream keeps the connection open behind this answer.</summary>
    public bool IsPersistent { get; private set; }

    /// <summary>Interprets <see cref="Raw"/>, which has been split.</summary>
    /// <param name="isBodiless">The request was a HEAD.</param>
    public void Interpret(bool isBodiless)
    {
        var line = Raw.FirstLine;
        (Status, Framing, Length, IsTunnel) = (0, RawFraming.None, 0, false);
        IsValid = Raw.Flaw is null && !Raw.IsFull && line.Length >= 12 && line.StartsWith("HTTP/1."u8) && line[8] == (byte)' ' && TryReadStatus(line[9..12]) && !ConnectionHeaders.IsTooLong(Raw);
        if (!IsValid)
            return;

        IsValid = ReadFraming(isBodiless || Status is < 200 or 204 or 304);
        IsTunnel = Status == 101 && Raw.TryGetSingle("Upgrade"u8, out var protocol) && Ascii.EqualsIgnoreCase(protocol, "websocket"u8);
        IsPersistent = Protocol.SequenceEqual("HTTP/1.1"u8) && Framing != RawFraming.Close && Status != 101 && !Raw.HasWord("Connection"u8, "close"u8);
    }

    private bool TryReadStatus(ReadOnlySpan<byte> digits)
    {
        var isNumber = RawTokens.TryParseLength(digits, out var status);
        Status = (int)status;
        return isNumber && Status >= 100;
    }

    private bool ReadFraming(bool hasNoBody)
    {
        var lengths = Raw.CountOf("Content-Length"u8);
        var codings = Raw.CountOf("Transfer-Encoding"u8);
        if (lengths > 1 || codings > 1 || (lengths > 0 && codings > 0))
            return false;

        if (codings == 1)
        {
            Framing = hasNoBody ? RawFraming.None : RawFraming.Chunked;
            return Raw.TryGetSingle("Transfer-Encoding"u8, out var coding) && Ascii.EqualsIgnoreCase(coding, "chunked"u8);
        }

        if (lengths == 0)
        {
            Framing = hasNoBody ? RawFraming.None : RawFraming.Close;
            return true;
        }

        var isNumber = RawTokens.TryParseLength(Raw.TryGetSingle("Content-Length"u8, out var digits) ? digits : default, out var length);
        (Framing, Length) = hasNoBody || length == 0 ? (RawFraming.None, 0) : (RawFraming.Length, length);
        return isNumber;
    }
}
