using Bulwark.Core.Configuration;
using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi;

/// <summary>Gives a role to the members of a group: an entry of <c>dataApi.roles</c>.</summary>
public sealed record RoleMapping : IConfigSection
{
    /// <summary>The group, as the token's <c>cognito:groups</c> names it.</summary>
    public required string Group { get; set; }

    /// <summary>The role: <c>staff</c>, <c>analyst</c> or <c>experiencer</c>.</summary>
    public required string Role { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (string.IsNullOrWhiteSpace(Group))
            yield return at["group"].Error("is empty: name a group of the issuer");

        if (!StarterSchema.Roles.Contains(Role, StringComparer.Ordinal))
            yield return at["role"].Error($"'{Role}' is not a role of the schema, which has {string.Join(", ", StarterSchema.Roles)}");
    }
}
