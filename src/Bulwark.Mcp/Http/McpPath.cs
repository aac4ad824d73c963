using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Mcp.Http;

/// <summary>The one path of the transport, compared as the client wrote it.</summary>
internal static class McpPath
{
    public const string Mcp = "/mcp";

    /// <summary>The raw target is <c>/mcp</c>, letter by letter. A query says nothing to us and is no place for a token.</summary>
    public static bool IsMcp(HttpContext context) =>
        RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget).SequenceEqual(Mcp);
}
