using Microsoft.AspNetCore.Http;

namespace Bulwark.LoadBalancer.Rules;

/// <summary>The name in a request's Host. The host rule has seen to it that it is one that is served.</summary>
internal static class HostName
{
    /// <summary>The name without the port.</summary>
    public static ReadOnlySpan<char> Of(HttpContext context)
    {
        var host = context.Request.Host.Value.AsSpan();
        var colon = host.LastIndexOf(':');
        return colon < 0 ? host : host[..colon];
    }
}
