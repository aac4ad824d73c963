using Bulwark.Identity.Clients;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary><c>InitiateAuth</c>: by password (<c>USER_PASSWORD_AUTH</c>) or by refresh token (<c>REFRESH_TOKEN_AUTH</c>).</summary>
internal sealed class InitiateAuth(ClientTable clients, PasswordAuth passwordAuth, RefreshTokenAuth refreshTokenAuth)
{
    private static readonly HashSet<string> Flows = new(StringComparer.Ordinal)
    {
        "USER_PASSWORD_AUTH", "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", "USER_SRP_AUTH", "CUSTOM_AUTH", "ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_AUTH",
    };

    public async ValueTask<IResult> AnswerAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        if (UserPoolBody.Read(body, UserPoolJson.Default.InitiateAuthRequest) is not { } request)
            return UserPoolError.Serialization();

        if (request.AuthFlow is null)
            return UserPoolError.InvalidParameter("Missing required parameter AuthFlow");

        if (request.ClientId is null)
            return UserPoolError.InvalidParameter("Missing required parameter ClientId");

        if (clients.Find(request.ClientId) is not { } client)
            return UserPoolError.UnknownClient(Shown(request.ClientId));

        return request.AuthFlow switch
        {
            "USER_PASSWORD_AUTH" when client.HasPasswordLogin => await passwordAuth.AnswerAsync(context, request, client),
            "REFRESH_TOKEN_AUTH" or "REFRESH_TOKEN" when client.HasPasswordLogin => refreshTokenAuth.Answer(request, client),
            var flow when Flows.Contains(flow) => UserPoolError.InvalidParameter($"{flow} is not enabled for the client."),
            _ => UserPoolError.InvalidParameter("AuthFlow names no flow of this API."),
        };
    }

    // What comes from outside goes back cut to the length that a real ID can have.
    private static string Shown(string clientId) => clientId.Length <= 128 ? clientId : clientId[..128];
}
