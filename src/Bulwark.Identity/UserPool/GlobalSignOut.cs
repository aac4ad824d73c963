using Bulwark.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary><c>GlobalSignOut</c>: ends every login of the user. Access tokens that are out run on at others until they end, and are refused here at once.</summary>
internal sealed class GlobalSignOut(UserAccess access, RefreshTokenStore logins)
{
    public async ValueTask<IResult> AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var (token, refusal) = await access.ReadAsync(context, body);
        if (token is null)
            return refusal!;

        await logins.RevokeAllAsync(token.User, token.OriginJti);
        return TypedResults.Text("{}", UserPoolEndpoint.ContentType);
    }
}
