using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>An answer that no upstream gave. It ends the connection: what else the client sent for it has not been read.</summary>
internal static class LocalAnswer
{
    public static void WriteAnswer(this PipeWriter writer, int status, string requestId)
    {
        var reason = ReasonPhrases.GetReasonPhrase(status);
        var body = string.Create(CultureInfo.InvariantCulture, $"{status} {reason}\nRequest ID: {requestId}\n");
        writer.Write(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status} {reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {body.Length}\r\nCache-Control: no-store\r\nX-Request-Id: {requestId}\r\nConnection: close\r\n\r\n{body}")));
    }
}
