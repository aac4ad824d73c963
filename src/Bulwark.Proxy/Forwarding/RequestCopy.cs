using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Makes the request to a target from a client's request without a body.</summary>
internal static class RequestCopy
{
    /// <summary>The same method, target and headers, except those of the connection.</summary>
    public static HttpRequestMessage Of(HttpContext context, ForwardTarget target)
    {
        var request = context.Request;
        var copy = new HttpRequestMessage(MethodOf(request.Method), RawTarget.ToUri(target.Prefix, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget))
        {
            Version = target.Version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        foreach (var (name, values) in request.Headers)
        {
            if (IsForwarded(name))
                Add(copy, name, values);
        }

        if (TakesTrailers(request))
            copy.Headers.TryAddWithoutValidation(HeaderNames.TE, "trailers");

        return copy;
    }

    /// <summary>The one thing about the connection that HTTP/2 lets pass (RFC 9113 section 8.2.2): the client reads trailers.</summary>
    public static bool TakesTrailers(HttpRequest request) =>
        HttpProtocol.IsHttp2(request.Protocol) && request.Headers.TE is [{ } te] && te.Equals("trailers", StringComparison.OrdinalIgnoreCase);

    /// <summary>There is no body, so nothing waits for "100 Continue", and how long no body is, the HTTP client knows.</summary>
    public static bool IsForwarded(string name) =>
        !name.StartsWith(':') && !HopHeaders.Contains(name) && name is not ("Expect" or "Content-Length");

    private static void Add(HttpRequestMessage copy, string name, StringValues values)
    {
        // A line end in a value would be one on the wire of HTTP/1.1: such a header goes nowhere.
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAny('\r', '\n', '\0'))
                return;
        }

        if (values.Count == 1 ? copy.Headers.TryAddWithoutValidation(name, values[0]) : copy.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            return;

        // It describes a body, and the HTTP client takes such a header only together with one.
        copy.Content ??= new NoContent();
        copy.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
    }

    private static HttpMethod MethodOf(string method) => method switch
    {
        "GET" => HttpMethod.Get,
        "HEAD" => HttpMethod.Head,
        "POST" => HttpMethod.Post,
        "PUT" => HttpMethod.Put,
        "DELETE" => HttpMethod.Delete,
        "OPTIONS" => HttpMethod.Options,
        "PATCH" => HttpMethod.Patch,
        _ => new HttpMethod(method),
    };
}
