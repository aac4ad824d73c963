using Bulwark.Core.Http;
using Bulwark.Identity.Clients;
using Bulwark.Identity.Users;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Identity.UserPool;

/// <summary>The flow <c>USER_PASSWORD_AUTH</c>: user name and password for the three tokens.</summary>
internal sealed class PasswordAuth(PasswordCheck passwords, LoginTokens tokens, ILogger<PasswordAuth> log)
{
    public async ValueTask<IResult> AnswerAsync(HttpContext context, InitiateAuthRequest request, Client client)
    {
        if (request.Parameter("USERNAME") is not { } username)
            return UserPoolError.InvalidParameter("Missing required parameter USERNAME");

        if (request.Parameter("PASSWORD") is not { } password)
            return UserPoolError.InvalidParameter("Missing required parameter PASSWORD");

        if (SecretHashCheck.Refuse(request, client, username) is { } refusal)
            return refusal;

        var (user, hash, isBusy) = await passwords.CheckAsync(username, password, context.RequestAborted);
        if (isBusy)
            return Refused(context, "busy", UserPoolError.TooManyRequests());

        if (user is null || hash is null)
            return Refused(context, "password", UserPoolError.WrongPassword());

        // Only after the right password: to anybody else a disabled user looks like none.
        if (!user.IsEnabled)
            return Refused(context, "disabled", UserPoolError.NotAuthorized("User is disabled."));

        return await tokens.BeginAsync(user, hash, client) is { } result
            ? TypedResults.Json(new InitiateAuthResponse(result), UserPoolJson.Default.InitiateAuthResponse, UserPoolEndpoint.ContentType)
            : Refused(context, "changed", UserPoolError.WrongPassword());
    }

    // Without the name: people type passwords into the field for names.
    private IResult Refused(HttpContext context, string reason, IResult refusal)
    {
        Log.LoginRefused(log, reason, OuterEdge.RequestId(context));
        return refusal;
    }
}
