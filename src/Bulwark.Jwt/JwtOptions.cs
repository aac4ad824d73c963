using Bulwark.Core.Configuration;

namespace Bulwark.Jwt;

/// <summary>Whose tokens a tier believes: section <c>jwt</c> of the tier. The default is the instance's own issuer.</summary>
public sealed record JwtOptions : IConfigSection
{
    /// <summary>The exact <c>iss</c> that tokens must carry. Default: the issuer of this instance.</summary>
    public string? Issuer { get; set; }

    /// <summary>Where the issuer publishes its keys (RFC 7517), https only. Default: the identity tier's socket in the data directory.</summary>
    public Uri? JwksUri { get; set; }

    /// <summary>The <c>aud</c> values that are taken; a token must carry one of them. Default: what the tier says.</summary>
    public IReadOnlyList<string>? Audiences { get; set; }

    /// <summary>How far clocks may differ when <c>exp</c> and <c>nbf</c> are checked, in seconds.</summary>
    public int LeewaySeconds { get; set; } = 60;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Issuer is { Length: 0 })
            yield return at["issuer"].Error("is empty: name the issuer, or leave the key out for this instance's own");

        if (Issuer is not null && JwksUri is null)
            yield return at["jwksUri"].Error("is missing: another issuer's keys have to come from somewhere");

        if (JwksUri is not null && (!JwksUri.IsAbsoluteUri || JwksUri.Scheme != Uri.UriSchemeHttps))
            yield return at["jwksUri"].Error($"'{JwksUri}' is not https: keys that anybody on the way can change prove nothing");

        if (Audiences is { Count: 0 })
            yield return at["audiences"].Error("is empty: name at least one audience, or leave the key out for the default");

        if (LeewaySeconds is < 0 or > 300)
            yield return at["leewaySeconds"].Error($"{LeewaySeconds} is out of range: 0 to 300 seconds");
    }
}
