using Bulwark.Core.Http;
using Bulwark.Jwt;
using Bulwark.Mcp.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Mcp.Authorization;

/// <summary>Lets a request on only with an access token that the issuer made for this resource (Model Context Protocol, authorization).</summary>
internal sealed class BearerAuthentication(JwtVerifier verifier, ProtectedResource resource, ILogger log)
{
    /// <summary>Why the request is refused; null when it may go on, with its <see cref="Caller"/> set.</summary>
    public async ValueTask<IResult?> CheckAsync(HttpContext context)
    {
        if (BearerToken.Read(context.Request) is not { } token)
            return Challenge(context, "", "A bearer token is needed");

        var (claims, failure) = await verifier.VerifyAsync(token, context.RequestAborted);
        if (failure == JwtFailure.KeysUnavailable)
            return McpRefusal.Unavailable();

        if (claims is null || Caller.From(context, token, claims) is not { } caller)
        {
            Log.TokenRefused(log, failure?.ToString() ?? "NotAnAccessToken", OuterEdge.RequestId(context));
            return Challenge(context, "error=\"invalid_token\", ", "The token is not valid here");
        }

        MemberHeader.Set(context.Response, claims.Username);
        context.Features.Set(caller);
        return null;
    }

    // RFC 9728 section 5.1, RFC 6750 section 3.
    private IResult Challenge(HttpContext context, string error, string message)
    {
        context.Response.Headers.WWWAuthenticate = $"Bearer {error}resource_metadata=\"{resource.MetadataUrl}\"";
        return McpRefusal.Unauthorized(message);
    }
}
