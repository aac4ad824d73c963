using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary>
/// <c>POST /</c>: the user pool API (AWS JSON 1.1). The header <c>X-Amz-Target</c> names the operation. Operations for administrators are not here:
/// they exist on the control socket alone.
/// </summary>
internal sealed class UserPoolEndpoint(InitiateAuth initiateAuth, GetUser getUser, RevokeToken revokeToken, GlobalSignOut globalSignOut)
{
    internal const string ContentType = "application/x-amz-json-1.1";

    private const string Prefix = "AWSCognitoIdentityProviderService.";

    private static readonly HashSet<string> NotAvailable = new(StringComparer.Ordinal)
    {
        "RespondToAuthChallenge", "ForgotPassword", "ConfirmForgotPassword", "ChangePassword", "AssociateSoftwareToken", "VerifySoftwareToken",
    };

    private readonly Dictionary<string, UserPoolOperation> _operations = new(StringComparer.Ordinal)
    {
        ["InitiateAuth"] = initiateAuth.AnswerAsync,
        ["GetUser"] = getUser.AnswerAsync,
        ["RevokeToken"] = revokeToken.AnswerAsync,
        ["GlobalSignOut"] = globalSignOut.AnswerAsync,
    };

    public async ValueTask<IResult> AnswerAsync(HttpContext context, RouteValues values)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (context.Request.Headers["X-Amz-Target"] is not [{ } target] || !target.StartsWith(Prefix, StringComparison.Ordinal))
            return UserPoolError.UnknownOperation();

        var name = target[Prefix.Length..];
        if (NotAvailable.Contains(name))
            return UserPoolError.InvalidAction(name);

        if (!_operations.TryGetValue(name, out var operation))
            return UserPoolError.UnknownOperation();

        return await RequestBody.ReadAsync(context) is { } body ? await operation(context, body) : UserPoolError.Serialization();
    }
}
