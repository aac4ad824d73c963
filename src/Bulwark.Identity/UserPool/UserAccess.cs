using Bulwark.Core.Http;
using Bulwark.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary>Operations by which users act on themselves: the access token says who.</summary>
internal sealed class UserAccess(AccessTokenReader accessTokens)
{
    /// <summary>The token of the request, or the refusal.</summary>
    public async ValueTask<(AccessToken? Token, IResult? Refusal)> ReadAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (UserPoolBody.Read(body, UserPoolJson.Default.AccessTokenRequest) is not { } request)
            return (null, UserPoolError.Serialization());

        if (string.IsNullOrEmpty(request.AccessToken))
            return (null, UserPoolError.InvalidParameter("Missing required parameter AccessToken"));

        var (token, failure) = await accessTokens.ReadAsync(request.AccessToken, context.RequestAborted);
        if (token is null)
            return (null, UserPoolError.Of(failure ?? AccessTokenFailure.Invalid));

        // A token for one resource is in that resource's hands; it must not be able to act on the user here.
        if (token.Audiences.Count > 0)
            return (null, UserPoolError.Of(AccessTokenFailure.Invalid));

        MemberHeader.Set(context.Response, token.User.Username);
        return (token, null);
    }
}
