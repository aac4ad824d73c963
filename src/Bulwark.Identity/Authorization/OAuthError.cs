using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Authorization;

/// <summary>A refusal of the OAuth endpoints (RFC 6749 section 5.2): <c>{"error": "invalid_grant", "error_description": "..."}</c>.</summary>
internal static class OAuthError
{
    public static IResult InvalidRequest(string description) => Answer("invalid_request", description);

    public static IResult InvalidGrant(string description) => Answer("invalid_grant", description);

    public static IResult UnauthorizedClient(string description) => Answer("unauthorized_client", description);

    public static IResult UnsupportedGrantType() => Answer("unsupported_grant_type", "grant_type is refresh_token or token exchange here");

    /// <summary>The requested audience or resource is not to be had (RFC 8693 section 2.2.2).</summary>
    public static IResult InvalidTarget(string description) => Answer("invalid_target", description);

    /// <summary>Only refresh tokens can be revoked (RFC 7009 section 2.2.1).</summary>
    public static IResult UnsupportedTokenType() => Answer("unsupported_token_type", "only refresh tokens can be revoked");

    /// <summary>401: the client is unknown or did not prove itself. Which of the two is not said.</summary>
    public static IResult InvalidClient() => Answer("invalid_client", "the client is unknown or did not prove itself", StatusCodes.Status401Unauthorized);

    /// <summary>500: a fault of ours; the details are in the log.</summary>
    public static IResult Internal() => Answer("server_error", "the issuer failed; its log says why", StatusCodes.Status500InternalServerError);

    private static IResult Answer(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        TypedResults.Json(new OAuthErrorBody(error, description), OAuthJson.Default.OAuthErrorBody, statusCode: status);
}
