using Bulwark.Identity.Users;
using Bulwark.Jwt;

namespace Bulwark.Identity.Tokens;

/// <summary>Reads access tokens that this issuer gave out and that come back to it.</summary>
internal sealed class AccessTokenReader(JwtVerifier verifier, UserStore users, RefreshTokenStore logins)
{
    /// <summary>
    /// The token, with the user it speaks for: signed by our access token key, not over, its login not revoked, its user there and enabled.
    /// </summary>
    public async ValueTask<AccessTokenResult> ReadAsync(string token, CancellationToken cancellationToken)
    {
        var (verified, failure) = await verifier.VerifyAsync(token, cancellationToken);
        if (failure is JwtFailure.Expired)
            return new AccessTokenResult(null, AccessTokenFailure.Expired);

        if (verified?.Text("token_use") != "access" || verified.Text("origin_jti") is not { } origin)
            return new AccessTokenResult(null, AccessTokenFailure.Invalid);

        if (logins.IsRevoked(origin))
            return new AccessTokenResult(null, AccessTokenFailure.Revoked);

        if (users.FindBySubject(verified.Subject) is not { } user)
            return new AccessTokenResult(null, AccessTokenFailure.Invalid);

        return user.IsEnabled
            ? new AccessTokenResult(new AccessToken(user, origin, verified), null)
            : new AccessTokenResult(null, AccessTokenFailure.UserDisabled);
    }
}
