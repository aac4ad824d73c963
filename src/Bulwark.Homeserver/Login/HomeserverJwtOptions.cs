using Bulwark.Core.Configuration;
using Bulwark.Jwt;

namespace Bulwark.Homeserver.Login;

/// <summary>Whose tokens log in, and which claims are read: section <c>homeserver.jwt</c>.</summary>
public sealed record HomeserverJwtOptions : IConfigSection
{
    /// <summary>The exact <c>iss</c> that tokens must carry. Default: the issuer of this instance.</summary>
    public string? Issuer { get; set; }

    /// <summary>Where the issuer publishes its keys (RFC 7517), https only. Default: the identity tier's socket in the data directory.</summary>
    public Uri? JwksUri { get; set; }

    /// <summary>The <c>aud</c> values that are taken; a token must carry one of them.</summary>
    public IReadOnlyList<string> Audiences { get; set; } = ["bulwark-web", "bulwark-mobile", "bulwark-homeserver"];

    /// <summary>How far clocks may differ when <c>exp</c> and <c>nbf</c> are checked, in seconds.</summary>
    public int LeewaySeconds { get; set; } = 60;

    /// <summary>The claim that gives the localpart of the user ID. A localpart belongs to the first <c>sub</c> that logs in with it.</summary>
    public string SubjectClaim { get; set; } = "cognito:username";

    /// <summary>The claim that lists the groups that rooms follow.</summary>
    public string GroupsClaim { get; set; } = "cognito:groups";

    internal JwtOptions ToJwtOptions() =>
        new() { Issuer = Issuer, JwksUri = JwksUri, Audiences = Audiences, LeewaySeconds = LeewaySeconds };

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        foreach (var problem in ToJwtOptions().Validate(at))
            yield return problem;

        if (SubjectClaim.Length == 0)
            yield return at["subjectClaim"].Error("is empty: name the claim that gives the localpart");

        if (GroupsClaim.Length == 0)
            yield return at["groupsClaim"].Error("is empty: name the claim that lists the groups");
    }
}
