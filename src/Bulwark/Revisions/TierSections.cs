using Bulwark.Admin;
using Bulwark.DataApi;
using Bulwark.Edge;
using Bulwark.Homeserver;
using Bulwark.Identity;
using Bulwark.LoadBalancer;
using Bulwark.Mcp;

namespace Bulwark.Revisions;

/// <summary>Which section of the settings file belongs to which tier.</summary>
internal static class TierSections
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        [EdgeTier.Name] = "edge",
        [LoadBalancerTier.Name] = "loadBalancer",
        [HomeserverTier.Name] = "homeserver",
        [DataApiTier.Name] = "dataApi",
        [IdentityTier.Name] = "identity",
        [McpTier.Name] = "mcp",
        [AdminTier.Name] = "admin",
    };

    /// <summary>The section of a tier.</summary>
    public static string Of(string tier) => Names[tier];

    /// <summary>True when a setting concerns a tier: it stands in its section, or in none that belongs to another tier.</summary>
    public static bool Concerns(string tier, string section) => Names[tier] == section || !Names.ContainsValue(section);
}
