using Bulwark.Core.Configuration;
using Bulwark.Identity.Clients;
using Bulwark.Identity.Users;

namespace Bulwark.Identity;

/// <summary>The issuer of the instance: section <c>identity</c>.</summary>
public sealed record IdentityOptions : IConfigSection
{
    /// <summary>The last part of the issuer's URL, as a Cognito user pool has it.</summary>
    public string PoolId { get; set; } = "local_bulwark";

    /// <summary>Who gets tokens, by client ID. A list in the settings replaces the default one.</summary>
    public IReadOnlyDictionary<string, ClientOptions> Clients { get; set; } = new Dictionary<string, ClientOptions>(StringComparer.Ordinal)
    {
        ["bulwark-web"] = new(),
        ["bulwark-mobile"] = new(),
        ["bulwark-mcp"] = new() { PasswordLogin = false, TokenExchange = new() },
    };

    /// <summary>The client that <c>bulwark token</c> makes tokens for when none is named.</summary>
    public string DefaultClient { get; set; } = "bulwark-web";

    /// <summary>What passwords must be like and how they are hashed.</summary>
    public PasswordOptions Passwords { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (!IsName(PoolId, 55))
            yield return at["poolId"].Error($"'{PoolId}' is no pool ID: 1 to 55 of the characters A-Z, a-z, 0-9, _ and -");

        foreach (var id in Clients.Keys.Where(id => !IsName(id, 128)))
            yield return at["clients"][id].Error("is no client ID: 1 to 128 of the characters A-Z, a-z, 0-9, _ and -");

        if (!Clients.ContainsKey(DefaultClient))
            yield return at["defaultClient"].Error($"'{DefaultClient}' is none of the clients");
    }

    private static bool IsName(string text, int maxLength) =>
        text.Length > 0 && text.Length <= maxLength && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}
