using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.Login;

/// <summary>Tokens on their way to a client, the only time that they exist in clear.</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="RefreshToken">The refresh token, when the client asked for one.</param>
/// <param name="LifetimeMs">How long the access token lasts, in milliseconds; null for ever.</param>
internal sealed record TokenGrant(string AccessToken, string? RefreshToken, long? LifetimeMs)
{
    public static TokenGrant Create(bool refreshable, int lifetimeSeconds) => refreshable
        ? new TokenGrant(OpaqueId.Secret("bwa_"), OpaqueId.Secret("bwr_"), lifetimeSeconds * 1000L)
        : new TokenGrant(OpaqueId.Secret("bwa_"), null, null);
}
