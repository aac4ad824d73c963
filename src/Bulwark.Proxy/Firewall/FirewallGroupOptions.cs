using Bulwark.Core.Configuration;
using Bulwark.Waf.Acl;

namespace Bulwark.Proxy.Firewall;

/// <summary>The mode in which each group of rules begins. <c>bulwark waf mode</c> changes one at run time, until the next start or apply.</summary>
public sealed record FirewallGroupOptions : IConfigSection
{
    /// <summary>Cross-site scripting, file inclusion, server-side request forgery, sizes, restricted extensions, bad bots.</summary>
    public FirewallMode Core { get; set; } = FirewallMode.Count;

    /// <summary>Requests that nobody sends but to attack: Log4J, Java deserialisation, paths of known holes.</summary>
    public FirewallMode KnownBadInputs { get; set; } = FirewallMode.Count;

    /// <summary>Paths of administration that have no place in public.</summary>
    public FirewallMode AdminPaths { get; set; } = FirewallMode.Block;

    /// <summary>Requests that no Matrix client makes.</summary>
    public FirewallMode MatrixSanity { get; set; } = FirewallMode.Count;

    /// <summary>GraphQL documents that are too deep, too wide, or ask for the schema.</summary>
    public FirewallMode GraphqlSanity { get; set; } = FirewallMode.Count;

    /// <summary>The OWASP Core Rule Set, where <c>crs</c> names one.</summary>
    public FirewallMode Crs { get; set; } = FirewallMode.Count;

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (AdminPaths != FirewallMode.Block)
            yield return at["adminPaths"].Warning($"is '{(AdminPaths == FirewallMode.Off ? "off" : "count")}': requests for paths of administration go on to the rules of the load balancer");
    }

    /// <summary>The modes by the names of the groups.</summary>
    internal IReadOnlyDictionary<string, GroupMode> ByName() => new Dictionary<string, GroupMode>(StringComparer.Ordinal)
    {
        ["core"] = Of(Core),
        ["known-bad-inputs"] = Of(KnownBadInputs),
        ["admin-paths"] = Of(AdminPaths),
        ["matrix-sanity"] = Of(MatrixSanity),
        ["graphql-sanity"] = Of(GraphqlSanity),
        [CoreRuleSetOptions.Group] = Of(Crs),
    };

    internal static GroupMode Of(FirewallMode mode) => mode switch
    {
        FirewallMode.Off => GroupMode.Off,
        FirewallMode.Count => GroupMode.Count,
        FirewallMode.Block => GroupMode.Block,
    };

    internal static FirewallMode Of(GroupMode mode) => mode switch
    {
        GroupMode.Off => FirewallMode.Off,
        GroupMode.Count => FirewallMode.Count,
        GroupMode.Block => FirewallMode.Block,
    };
}
