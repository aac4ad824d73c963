using System.Text.Json;
using Bulwark.Core.Http;
using Bulwark.Homeserver.Protocol;
using Bulwark.Jwt;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Homeserver.Login;

/// <summary>Turns a token of the identity provider into a Matrix user. Clients learn only that it did not work; the log says why.</summary>
internal sealed class LoginTokens(JwtVerifier verifier, HomeserverOptions options, ILogger<LoginTokens> log)
{
    /// <summary>Who the token is of, or the refusal.</summary>
    public async ValueTask<MatrixRead<LoginIdentity>> ReadAsync(string token, HttpContext context)
    {
        var (verified, failure) = await verifier.VerifyAsync(token, context.RequestAborted);
        if (failure is JwtFailure.KeysUnavailable)
            return MatrixError.Unavailable("The identity provider cannot be reached.");

        if (verified is null)
        {
            Log.TokenRefused(log, OuterEdge.RequestId(context), failure ?? JwtFailure.Malformed);
            return Refused();
        }

        return Read(verified, context);
    }

    private MatrixRead<LoginIdentity> Read(VerifiedToken token, HttpContext context)
    {
        // An access token is for other services, which must not be able to log in with what they are shown.
        if (token.Text("token_use") is not "id")
            return Refuse(context, "it is not an ID token");

        if (token.Subject.Length == 0)
            return Refuse(context, "it has no sub");

        if (token.Text(options.Jwt.SubjectClaim) is not { } name || !UserId.TryCreate(name, options.ServerName, out var userId))
            return Refuse(context, $"its claim {options.Jwt.SubjectClaim} gives no localpart");

        if (string.Equals(userId, options.ServerUserId, StringComparison.Ordinal))
            return Refuse(context, "it names the server's own user");

        return new LoginIdentity(userId, token.Text("iss")!, token.Subject, token.TextList(options.Jwt.GroupsClaim), IssuedAt(token));
    }

    private static long IssuedAt(VerifiedToken token) =>
        token.Payload.TryGetProperty("iat", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) ? seconds : 0;

    private MatrixRead<LoginIdentity> Refuse(HttpContext context, string reason)
    {
        Log.LoginRefused(log, OuterEdge.RequestId(context), reason);
        return Refused();
    }

    private static MatrixError Refused() => MatrixError.Forbidden("JWT validation failed");
}
