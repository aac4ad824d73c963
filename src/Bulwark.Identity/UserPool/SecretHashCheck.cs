using Bulwark.Identity.Clients;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.UserPool;

/// <summary>A client with a secret proves on every <c>InitiateAuth</c> that it knows it; a client without one must not claim to.</summary>
internal static class SecretHashCheck
{
    /// <summary>The refusal; null when all is well.</summary>
    public static IResult? Refuse(InitiateAuthRequest request, Client client, string username)
    {
        var hash = request.Parameter("SECRET_HASH");
        if (hash is null)
        {
            return client.IsConfidential
                ? UserPoolError.NotAuthorized($"Client {client.Id} is configured with secret but SECRET_HASH was not received")
                : null;
        }

        return client.IsSecretHash(hash, username)
            ? null
            : UserPoolError.NotAuthorized($"Unable to verify secret hash for client {client.Id}");
    }
}
