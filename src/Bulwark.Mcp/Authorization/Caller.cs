using Bulwark.Core.Http;
using Bulwark.Jwt;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Mcp.Authorization;

/// <summary>The user on whose behalf a request acts. A class, not a record: the token must not appear in a log by way of <c>ToString</c>.</summary>
internal sealed class Caller(string token, VerifiedToken claims, string requestId)
{
    /// <summary>The access token as it came. It goes to the issuer for the exchange and nowhere else.</summary>
    public string Token { get; } = token;

    /// <summary>The user's stable ID (<c>sub</c>).</summary>
    public string UserId { get; } = claims.Subject;

    /// <summary>The client that the token was made for.</summary>
    public string ClientId { get; } = claims.Text("client_id") ?? "-";

    /// <summary>When the token ends.</summary>
    public DateTimeOffset ExpiresAt { get; } = claims.ExpiresAt;

    /// <summary>The request, as the logs of every tier know it.</summary>
    public string RequestId { get; } = requestId;

    /// <summary>The caller of the current request.</summary>
    public static Caller Of(HttpContext? context) =>
        context?.Features.Get<Caller>() ?? throw new InvalidOperationException("A tool was called outside of an authenticated request");

    /// <summary>The caller that a verified access token stands for; null when it is not an access token of a user.</summary>
    public static Caller? From(HttpContext context, string token, VerifiedToken claims) =>
        claims.Text("token_use") == "access" && claims.Subject.Length > 0 ? new Caller(token, claims, OuterEdge.RequestId(context)) : null;
}
