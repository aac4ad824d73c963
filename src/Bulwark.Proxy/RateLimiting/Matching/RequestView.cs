using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.RateLimiting.Matching;

/// <summary>A request as the rules see it.</summary>
/// <param name="context">The request.</param>
/// <param name="path">Its path in its one spelling; empty when no rule asks for it.</param>
internal readonly ref struct RequestView(HttpContext context, ReadOnlySpan<byte> path)
{
    public HttpContext Context { get; } = context;

    public HttpRequest Request => Context.Request;

    public ReadOnlySpan<byte> Path { get; } = path;

    /// <summary>The host name, without its port.</summary>
    public ReadOnlySpan<char> Host
    {
        get
        {
            var host = Context.Request.Host.Value.AsSpan();
            var colon = host.LastIndexOf(':');
            return colon < 0 ? host : host[..colon];
        }
    }
}
