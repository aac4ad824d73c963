using Bulwark.Proxy.Addresses;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bulwark.Proxy.Headers;

/// <summary>What the services behind are told about a client: its address, the protocol and host that it used, and the ID of the request.</summary>
/// <param name="Client">Who sent the request.</param>
/// <param name="Scheme"><c>https</c> or <c>http</c>.</param>
/// <param name="Host">The Host that the client sent.</param>
/// <param name="RequestId">The key in the logs.</param>
internal readonly record struct ForwardedHeaders(ClientAddress Client, string Scheme, string Host, string RequestId)
{
    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string ForwardedHost = "X-Forwarded-Host";
    private const string Id = "X-Request-Id";

    /// <summary>As seen on the connection itself. Public listeners speak TLS only.</summary>
    public static ForwardedHeaders OfConnection(HttpContext context, string requestId) => new(ClientAddress.Find(context), "https", context.Request.Host.Value ?? "", requestId);

    /// <summary>As a proxy of ours says in its headers; what is missing or malformed there is taken from the connection.</summary>
    public static ForwardedHeaders OfProxy(HttpContext context)
    {
        var headers = context.Request.Headers;
        return new ForwardedHeaders(
            headers[For] is [{ } address] && ClientAddress.Parse(address) is { } client ? client : ClientAddress.Find(context),
            headers[Proto] is ["http"] ? "http" : "https",
            headers[ForwardedHost] is [{ Length: > 0 } host] ? host : context.Request.Host.Value ?? "",
            RequestIds.KeepOrCreate(headers[Id]));
    }

    /// <summary>The ID that the client itself gave, if it may be kept.</summary>
    public static string ClientRequestId(HttpContext context) => RequestIds.KeepOrCreate(context.Request.Headers[Id]);

    /// <summary>Sets the headers. What the client wrote under these names has been removed before.</summary>
    public void WriteTo(IHeaderDictionary headers)
    {
        headers[For] = Client.Text;
        headers[Proto] = Scheme;
        headers[ForwardedHost] = new StringValues(Host);
        headers[Id] = RequestId;
    }
}
