using Bulwark.Admin;
using Bulwark.Core.Hosting;
using Bulwark.DataApi;
using Bulwark.Edge;
using Bulwark.Homeserver;
using Bulwark.Identity;
using Bulwark.LoadBalancer;
using Bulwark.Mcp;
using Bulwark.Settings;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Running;

/// <summary>Every tier by its name, in the order in which a request meets them.</summary>
internal static class TierTable
{
    public static IReadOnlyList<string> Names { get; } =
        [EdgeTier.Name, LoadBalancerTier.Name, HomeserverTier.Name, DataApiTier.Name, IdentityTier.Name, McpTier.Name, AdminTier.Name];

    public static IHost Build(string tier, BulwarkOptions options, TierEnvironment environment) => tier switch
    {
        EdgeTier.Name => EdgeTier.Build(options.Edge, environment),
        LoadBalancerTier.Name => LoadBalancerTier.Build(options.LoadBalancer, environment),
        HomeserverTier.Name => HomeserverTier.Build(options.Homeserver, environment),
        DataApiTier.Name => DataApiTier.Build(options.DataApi, environment),
        IdentityTier.Name => IdentityTier.Build(options.Identity, environment),
        McpTier.Name => McpTier.Build(options.Mcp, environment),
        AdminTier.Name => AdminTier.Build(options.Admin, environment),
        _ => throw new ArgumentOutOfRangeException(nameof(tier), tier, "is no tier"),
    };
}
