using Bulwark.Core.Routing;
using Bulwark.Mcp.Http;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Mcp.Authorization;

/// <summary>This server as OAuth knows it: its identifier, which tokens carry as audience (RFC 8707), and its metadata (RFC 9728).</summary>
internal sealed class ProtectedResource(string publicUrl, string issuer)
{
    /// <summary>Where the metadata is: the well-known path before the path of the resource (RFC 9728 section 3.1).</summary>
    public const string MetadataPath = RootMetadataPath + McpPath.Mcp;

    /// <summary>Where clients look that do not know the path of the resource.</summary>
    public const string RootMetadataPath = "/.well-known/oauth-protected-resource";

    private readonly ProtectedResourceMetadata _metadata = new(IdentifierOf(publicUrl), [issuer], ["header"], "Bulwark chat");

    /// <summary>Where the metadata is, in full.</summary>
    public string MetadataUrl { get; } = publicUrl + MetadataPath;

    /// <summary>The identifier of the resource.</summary>
    public static string IdentifierOf(string publicUrl) => publicUrl + McpPath.Mcp;

    /// <summary>Answers with the metadata.</summary>
    public ValueTask<IResult> AnswerAsync(HttpContext context, RouteValues values)
    {
        context.Response.Headers.CacheControl = "max-age=300";
        return ValueTask.FromResult<IResult>(TypedResults.Json(_metadata, McpJson.Wire.ProtectedResourceMetadata));
    }
}
