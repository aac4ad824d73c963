namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The tiers behind the load balancer. The target group of each has its name.</summary>
internal static class Tiers
{
    /// <summary>Matrix.</summary>
    public const string Homeserver = "homeserver";

    /// <summary>GraphQL.</summary>
    public const string DataApi = "data-api";

    /// <summary>OpenID Connect and the Cognito JSON API.</summary>
    public const string Identity = "identity";

    /// <summary>Model Context Protocol.</summary>
    public const string Mcp = "mcp";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [Homeserver, DataApi, Identity, Mcp];

    /// <summary>True for the name of one of them.</summary>
    public static bool IsTier(string name) => Names.Contains(name, StringComparer.Ordinal);
}
