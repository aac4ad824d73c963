using Bulwark.Core.Configuration;
using Bulwark.Jwt;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>
/// Edge auth: which paths nobody reaches without a token, section <c>auth</c> of the edge and of the load balancer, which applies it to peers that are no edge of ours. The
/// service behind goes on checking everything itself.
/// </summary>
public sealed record EdgeAuthOptions : IConfigSection
{
    internal const string Mcp = "/mcp";

    /// <summary>Demanded whatever the settings say of other paths: turning one off takes a route that names it.</summary>
    internal static IReadOnlyList<EdgeAuthRouteOptions> BuiltIn { get; } =
        [new() { Path = "/v1/graphql" }, new() { Path = "/v1alpha1/graphql" }, new() { Path = Mcp }];

    /// <summary>
    /// Paths and their modes; the first that fits decides. After them come, always, <c>/v1/graphql</c>, <c>/v1alpha1/graphql</c> and <c>/mcp</c> with <c>enforce</c>.
    /// </summary>
    public IReadOnlyList<EdgeAuthRouteOptions> Routes { get; set; } = [];

    /// <summary>Whose tokens are taken. Its <c>audiences</c> are the clients that may come; default: <c>bulwark-web</c> and <c>bulwark-mobile</c>.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        for (var i = 0; i < Routes.Count; i++)
        {
            if (Routes.Take(i).Any(route => route.Path == Routes[i].Path))
                yield return at["routes"][i]["path"].Error($"'{Routes[i].Path}' stands twice: keep one");
        }
    }
}
