using Bulwark.Core.Http;
using Bulwark.DataApi.Http;
using Bulwark.Jwt;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Permissions;

/// <summary>
/// Finds out who asks. Everything comes from the verified token; of the client's own <c>X-Hasura-*</c> headers only <c>X-Hasura-Role</c> is looked
/// at, and it can only choose among the roles that the token gives.
/// </summary>
internal sealed class SessionReader(JwtVerifier verifier, DataApiOptions options)
{
    private const string Scheme = "Bearer ";

    /// <summary>The session, or why there is none.</summary>
    public async ValueTask<(Session? Session, GraphQLError? Error)> ReadAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Headers.Authorization is not [{ } authorization])
            return (null, GraphQLError.Whole(ErrorCode.InvalidHeaders, "Missing 'Authorization' or 'Cookie' header in JWT authentication mode"));

        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return (null, GraphQLError.Whole(ErrorCode.InvalidHeaders, "Malformed Authorization header"));

        var result = await verifier.VerifyAsync(authorization[Scheme.Length..].Trim(), cancellationToken);
        if (result.Token is not { } token)
            return (null, Refuse(result.Failure!.Value));

        if (!TokenUse.IsForUs(token, options.Clients))
            return (null, Unverified("JWTNotInAudience"));

        MemberHeader.Set(context.Response, token.Username);
        return ChooseRole(token, context);
    }

    private (Session? Session, GraphQLError? Error) ChooseRole(VerifiedToken token, HttpContext context)
    {
        var groups = token.TextList("cognito:groups");
        var own = options.Roles.Where(mapping => groups.Contains(mapping.Group, StringComparer.Ordinal)).Select(mapping => mapping.Role).ToList();
        var asked = context.Request.Headers["X-Hasura-Role"];
        if (own.Count == 0 || token.Subject.Length == 0)
            return (null, GraphQLError.Whole(ErrorCode.AccessDenied, "The token's groups give no role"));

        if (asked.Count == 0)
            return (new Session(own[0], token.Subject), null);

        return asked is [{ } role] && own.Contains(role, StringComparer.Ordinal)
            ? (new Session(role, token.Subject), null)
            : (null, GraphQLError.Whole(ErrorCode.AccessDenied, "Your requested role is not in allowed roles"));
    }

    private static GraphQLError Refuse(JwtFailure failure) => failure switch
    {
        JwtFailure.Malformed => Unverified("JWSError (CompactDecodeError)"),
        JwtFailure.Algorithm or JwtFailure.Signature => Unverified("JWSError JWSInvalidSignature"),
        JwtFailure.Issuer => Unverified("JWTNotInIssuer"),
        JwtFailure.Audience => Unverified("JWTNotInAudience"),
        JwtFailure.Expired => Unverified("JWTExpired"),
        JwtFailure.NotYetValid => Unverified("JWTNotYetValid"),
        JwtFailure.NoExpiry => Unverified("JWTClaimsSetDecodeError \"exp\""),
        JwtFailure.KeysUnavailable => GraphQLError.Outage("the issuer's keys are not available"),
    };

    private static GraphQLError Unverified(string reason) => GraphQLError.Whole(ErrorCode.InvalidJwt, "Could not verify JWT: " + reason);
}
