using System.Globalization;
using Bulwark.Proxy.Addresses;
using Bulwark.Waf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Firewall;

/// <summary>Shows the head of a request to the rules.</summary>
internal static class RequestHead
{
    /// <summary>The connection, the request line, and every header that goes on to the service behind, byte by byte as it came.</summary>
    public static void Show(HttpContext context, Transaction transaction)
    {
        // By HTTP/2 a WebSocket is opened with CONNECT (RFC 8441); what goes on is the GET that it stands for.
        var isConnect = context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
        var scratch = ShowLine(context, transaction, isConnect ? "GET" : context.Request.Method);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!name.StartsWith(':'))
                Add(transaction, scratch, name, values);
        }
    }

    /// <summary>A message of a WebSocket, as if it were the body of a request to the path of the WebSocket.</summary>
    public static void ShowMessage(HttpContext context, Transaction transaction, int length)
    {
        var scratch = ShowLine(context, transaction, HttpMethods.Post);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!name.StartsWith(':') && !IsOfHandshake(name))
                Add(transaction, scratch, name, values);
        }

        transaction.AddRequestHeader("Content-Type"u8, "application/json"u8);
        transaction.AddRequestHeader("Content-Length"u8, scratch.Add(length.ToString(CultureInfo.InvariantCulture)));
    }

    private static bool IsOfHandshake(string name) =>
        name.StartsWith("Sec-WebSocket-", StringComparison.OrdinalIgnoreCase) || Is(name, HeaderNames.Connection) || Is(name, HeaderNames.Upgrade)
        || Is(name, HeaderNames.ContentType) || Is(name, HeaderNames.ContentLength) || Is(name, HeaderNames.ContentEncoding);

    private static bool Is(string name, string header) => name.Equals(header, StringComparison.OrdinalIgnoreCase);

    private static void Add(Transaction transaction, Utf8Scratch scratch, string name, StringValues values)
    {
        var bytes = scratch.Add(name);
        foreach (var value in values)
            transaction.AddRequestHeader(bytes, scratch.Add(value));
    }

    private static Utf8Scratch ShowLine(HttpContext context, Transaction transaction, string method)
    {
        var scratch = Utf8Scratch.Take();
        var connection = context.Connection;
        transaction.SetConnection(
            scratch.Add(ClientAddress.Find(context).Text), connection.RemotePort, scratch.Add(connection.LocalIpAddress?.ToString()), connection.LocalPort);

        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        transaction.SetRequestLine(scratch.Add(method), scratch.Add(target), ProtocolOf(context.Request.Protocol));
        return scratch;
    }

    /// <summary>As ModSecurity spells it.</summary>
    private static ReadOnlySpan<byte> ProtocolOf(string protocol) => protocol switch
    {
        _ when HttpProtocol.IsHttp2(protocol) => "HTTP/2.0"u8,
        _ when HttpProtocol.IsHttp11(protocol) => "HTTP/1.1"u8,
        _ => "HTTP/1.0"u8,
    };
}
