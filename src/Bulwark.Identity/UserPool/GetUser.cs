using Bulwark.Identity.Users;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary><c>GetUser</c>: who the access token speaks for.</summary>
internal sealed class GetUser(UserAccess access)
{
    public async ValueTask<IResult> AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var (token, refusal) = await access.ReadAsync(context, body);
        if (token is null)
            return refusal!;

        return TypedResults.Json(
            new GetUserResponse(token.User.Username, AttributesOf(token.User)), UserPoolJson.Default.GetUserResponse, UserPoolEndpoint.ContentType);
    }

    private static UserAttribute[] AttributesOf(User user) => user.Email is null
        ? [new("sub", user.Subject)]
        : [new("sub", user.Subject), new("email_verified", "false"), new("email", user.Email)];
}
