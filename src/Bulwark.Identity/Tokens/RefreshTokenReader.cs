using Bulwark.Identity.Clients;
using Bulwark.Identity.Users;

namespace Bulwark.Identity.Tokens;

/// <summary>Finds the login and the user of a refresh token.</summary>
internal sealed class RefreshTokenReader(RefreshTokenStore tokens, UserStore users)
{
    /// <summary>Null when the token is none, is over or revoked, belongs to another client, or its user is disabled.</summary>
    public (User User, Login Login)? Read(string token, Client client)
    {
        if (tokens.Find(token) is not { } found || found.ClientId != client.Id)
            return null;

        return users.FindById(found.UserId) is { IsEnabled: true } user ? (user, found.Login) : null;
    }
}
