using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Answers;

/// <summary>Which protocol the client of a path speaks. It decides about the words of a refusal only, never about access.</summary>
public static class AnswerProtocols
{
    /// <summary>The protocol of a request, by its raw target and, at <c>/</c>, by the header that only Cognito's clients send.</summary>
    public static AnswerProtocol Of(HttpContext context)
    {
        var path = RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        return path is "/" && context.Request.Headers.ContainsKey("X-Amz-Target") ? AnswerProtocol.Cognito : OfPath(path);
    }

    internal static AnswerProtocol OfPath(ReadOnlySpan<char> path) => path switch
    {
        _ when path.StartsWith("/_matrix/") || path.StartsWith("/_synapse/") || path.StartsWith("/.well-known/matrix/") => AnswerProtocol.Matrix,
        "/v1/graphql" or "/v1alpha1/graphql" => AnswerProtocol.GraphQL,
        _ when path.StartsWith("/v1/") || path.StartsWith("/v2/") || path.StartsWith("/v1alpha1/") => AnswerProtocol.Hasura,
        "/login" or "/logout" => AnswerProtocol.OAuth,
        "/mcp" => AnswerProtocol.Mcp,
        _ when path.StartsWith("/oauth2/") => AnswerProtocol.OAuth,
        _ => AnswerProtocol.Plain,
    };
}
