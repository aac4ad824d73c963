using Bulwark.Core.Configuration;

namespace Bulwark.Identity.Clients;

/// <summary>An application that gets tokens: section <c>identity.clients.&lt;id&gt;</c>.</summary>
public sealed record ClientOptions : IConfigSection
{
    /// <summary>
    /// What a confidential client proves itself with. None: a public client (an app, a browser), or, with <see cref="TokenExchange"/>, a service of
    /// this instance that reads <c>secrets/&lt;id&gt;.secret</c> of the data directory, made at the first start.
    /// </summary>
    public SecretFile? Secret { get; set; }

    /// <summary>Whether users sign in through it with a password, and stay signed in with a refresh token.</summary>
    public bool PasswordLogin { get; set; } = true;

    /// <summary>Set for a service that acts for its callers; none otherwise.</summary>
    public TokenExchangeOptions? TokenExchange { get; set; }

    /// <summary>How long an ID token is good, in minutes.</summary>
    public int IdTokenMinutes { get; set; } = 60;

    /// <summary>How long an access token is good, in minutes.</summary>
    public int AccessTokenMinutes { get; set; } = 60;

    /// <summary>How long a login lasts without the password being asked again, in days.</summary>
    public int RefreshTokenDays { get; set; } = 30;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (IdTokenMinutes is < 5 or > 1_440)
            yield return at["idTokenMinutes"].Error($"{IdTokenMinutes} is out of range: 5 minutes to 1 day (1440)");

        if (AccessTokenMinutes is < 5 or > 1_440)
            yield return at["accessTokenMinutes"].Error($"{AccessTokenMinutes} is out of range: 5 minutes to 1 day (1440)");

        if (RefreshTokenDays is < 1 or > 3_650)
            yield return at["refreshTokenDays"].Error($"{RefreshTokenDays} is out of range: 1 day to 10 years (3650)");
    }
}
