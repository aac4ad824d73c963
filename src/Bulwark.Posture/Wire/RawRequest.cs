using System.Text;

namespace Bulwark.Posture.Wire;

/// <summary>Requests as bytes.</summary>
internal static class RawRequest
{
    /// <summary>
    /// What an HTTP/2 client says first (RFC 9113, section 3.4): the preface and an empty SETTINGS frame. A server that lets the client in answers with
    /// SETTINGS of its own.
    /// </summary>
    public static readonly ReadOnlyMemory<byte> Http2Preface = (byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    /// <summary>An HTTP/1.1 request whose target is sent exactly as it is written here.</summary>
    public static ReadOnlyMemory<byte> Http1(string method, string target, string host, string? json = null, params IReadOnlyList<string> headers)
    {
        var text = new StringBuilder($"{method} {target} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: bulwark-verify\r\nAccept: */*\r\nConnection: close\r\n");
        foreach (var header in headers)
            text.Append(header).Append("\r\n");

        if (json is not null)
            text.Append("Content-Type: application/json\r\nContent-Length: ").Append(Encoding.UTF8.GetByteCount(json)).Append("\r\n");

        return Encoding.UTF8.GetBytes(text.Append("\r\n").Append(json).ToString());
    }
}
