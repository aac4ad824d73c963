using Bulwark.Core.Http;
using Bulwark.Proxy.Addresses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Headers;

/// <summary>What the services behind are told about a client: its address, the protocol and host that it used, and the ID of the request.</summary>
/// <param name="Client">Who sent the request.</param>
/// <param name="Scheme"><c>https</c> or <c>http</c>.</param>
/// <param name="Host">The Host that the client sent.</param>
/// <param name="RequestId">The ID that the client gave, if it is well formed; else the log key.</param>
/// <param name="LogKey">The ID under which every log knows the request: always one of ours, so that no client decides what is found under it.</param>
internal readonly record struct ForwardedHeaders(ClientAddress Client, string Scheme, string Host, string RequestId, string LogKey)
{
    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string ForwardedHost = "X-Forwarded-Host";
    
    /// <summary>The ID of a request.</summary>
    public const string Id = "X-Request-Id";

    /// <summary>As seen on the connection itself. Public listeners speak TLS only.</summary>
    /// <param name="context">The request.</param>
    /// <param name="isIdKept">True when an ID that the client gave may go on beside ours.</param>
    public static ForwardedHeaders OfConnection(HttpContext context, bool isIdKept)
    {
        var logKey = RequestIds.Create();
        return new ForwardedHeaders(
            ClientAddress.Find(context),
            "https",
            context.Request.Host.Value ?? "",
            isIdKept ? RequestIds.Keep(context.Request.Headers[Id]) ?? logKey : logKey,
            logKey);
    }

    /// <summary>As a proxy of ours says in its headers; what is missing or malformed there is taken from the connection.</summary>
    public static ForwardedHeaders OfProxy(HttpContext context)
    {
        var headers = context.Request.Headers;
        var requestId = RequestIds.Keep(headers[Id]) ?? RequestIds.Create();
        return new ForwardedHeaders(
            headers[For] is [{ } address] && ClientAddress.Parse(address) is { } client ? client : ClientAddress.Find(context),
            headers[Proto] is ["http"] ? "http" : "https",
            headers[ForwardedHost] is [{ Length: > 0 } host] ? host : context.Request.Host.Value ?? "",
            requestId,
            RequestIds.Keep(TraceId.Read(headers)) ?? requestId);
    }

    /// <summary>Sets the headers. What the client wrote under these names has been removed before.</summary>
    public void WriteTo(IHeaderDictionary headers)
    {
        headers[For] = Client.Text;
        headers[Proto] = Scheme;
        headers[ForwardedHost] = new StringValues(Host);
        headers[Id] = RequestId;
        if (!ReferenceEquals(LogKey, RequestId))
            TraceId.Write(headers, LogKey);
    }
}
