using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Identity.Clients;

/// <summary>A client with its secret at hand.</summary>
internal sealed class Client(string id, ClientOptions options, byte[]? secret)
{
    public string Id => id;

    public bool IsConfidential => secret is not null;

    public bool HasPasswordLogin => options.PasswordLogin;

    public TokenExchangeOptions? TokenExchange => options.TokenExchange;

    public TimeSpan IdTokenLifetime { get; } = TimeSpan.FromMinutes(options.IdTokenMinutes);

    public TimeSpan AccessTokenLifetime { get; } = TimeSpan.FromMinutes(options.AccessTokenMinutes);

    public TimeSpan RefreshTokenLifetime { get; } = TimeSpan.FromDays(options.RefreshTokenDays);

    /// <summary>Compares in a time that tells nothing of the secret, its length included.</summary>
    public bool IsSecret(string candidate) =>
        secret is not null && CryptographicOperations.FixedTimeEquals(SHA256.HashData(secret), SHA256.HashData(Encoding.UTF8.GetBytes(candidate)));

    /// <summary>Cognito's <c>SECRET_HASH</c>: the base64 of HMAC-SHA256 over user name + client ID under the secret.</summary>
    public bool IsSecretHash(string candidate, string username)
    {
        if (secret is null)
            return false;

        var expected = Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(username + id)));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(candidate));
    }
}
