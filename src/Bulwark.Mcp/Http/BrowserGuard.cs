using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Mcp.Http;

/// <summary>
/// Keeps web pages of strangers away: a Host that is not ours (DNS rebinding) and an Origin that nobody allowed are refused before anything else is
/// looked at (Model Context Protocol, transports, security warning).
/// </summary>
internal sealed class BrowserGuard(TierEnvironment environment, IReadOnlyList<string> allowedOrigins)
{
    private readonly HashSet<string> _others = new(allowedOrigins, StringComparer.Ordinal);
    private volatile HashSet<string> _hosts = SetOf(environment.Hosts);

    /// <summary>Serves other host names from now on.</summary>
    public void Serve(IReadOnlyList<string> hosts) => _hosts = SetOf(hosts);

    /// <summary>Says why the request is refused, or null; lets pages of the allowed origins read the answer.</summary>
    public IResult? Check(HttpContext context, ILogger log)
    {
        if (!_hosts.Contains(context.Request.Host.Host))
            return McpRefusal.Misdirected();

        if (context.Request.Headers.Origin is not { Count: > 0 } origins)
            return null;

        if (origins is not [{ } origin] || (origin != environment.PublicUrl && !_others.Contains(origin)))
        {
            Log.OriginRefused(log, origins.ToString(), OuterEdge.RequestId(context));
            return McpRefusal.ForbiddenOrigin();
        }

        return _others.Contains(origin) ? AllowCrossOrigin(context, origin) : null;
    }

    // Cross-origin resource sharing (Fetch standard, section 3.3), for the listed origins only.
    private static IResult? AllowCrossOrigin(HttpContext context, string origin)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowOrigin = origin;
        headers.AccessControlExposeHeaders = "WWW-Authenticate";
        headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(context.Request.Method) || !context.Request.Headers.ContainsKey("Access-Control-Request-Method"))
            return null;

        headers.AccessControlAllowMethods = "GET, POST";
        headers.AccessControlAllowHeaders = "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Method, Mcp-Name";
        return TypedResults.NoContent();
    }

    private static HashSet<string> SetOf(IReadOnlyList<string> hosts) => new(hosts, StringComparer.OrdinalIgnoreCase);
}
