using Bulwark.Core.Configuration;
using Bulwark.DataApi.Metadata;
using Bulwark.Jwt;

namespace Bulwark.DataApi;

/// <summary>The data API: section <c>dataApi</c>.</summary>
public sealed record DataApiOptions : IConfigSection
{
    /// <summary>Whose tokens are believed. Its <c>audiences</c> are the clients of this API; default: <c>bulwark-web</c> and <c>bulwark-mobile</c>.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>Which groups have which role. The first entry that fits a user gives the default role.</summary>
    public IReadOnlyList<RoleMapping> Roles { get; set; } =
    [
        new() { Group = "staff", Role = StarterSchema.Staff },
        new() { Group = "analysts", Role = StarterSchema.Analyst },
        new() { Group = "experiencers", Role = StarterSchema.Experiencer },
    ];

    /// <summary>Origins whose pages may read answers, or <c>*</c> for all. No cookies are involved: a page needs a token of its own anyway.</summary>
    public IReadOnlyList<string> CorsOrigins { get; set; } = ["*"];

    /// <summary>How much one client may ask for.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>The clients whose tokens are taken.</summary>
    internal IReadOnlyList<string> Clients => Jwt.Audiences ?? ["bulwark-web", "bulwark-mobile"];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Roles.Count == 0)
            yield return at["roles"].Error("is empty: nobody would have a role, and so no data");

        for (var i = 0; i < CorsOrigins.Count; i++)
        {
            if (!IsOrigin(CorsOrigins[i]))
                yield return at["corsOrigins"][i].Error($"'{CorsOrigins[i]}' is not an origin such as \"https://app.example.org\", nor \"*\"");
        }
    }

    private static bool IsOrigin(string text) =>
        text == "*" || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.GetLeftPart(UriPartial.Authority) == text);
}
