using Bulwark.Core.Hosting;
using Bulwark.Proxy.Forwarding;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>Every target group of the instance.</summary>
internal sealed class TargetGroupTable(DataDirectory data) : IDisposable
{
    /// <summary>Matrix.</summary>
    public ForwardTarget Homeserver { get; } = TargetGroup.OfTier("homeserver", data);

    /// <summary>GraphQL.</summary>
    public ForwardTarget DataApi { get; } = TargetGroup.OfTier("data-api", data);

    /// <summary>OpenID Connect and the Cognito JSON API.</summary>
    public ForwardTarget Identity { get; } = TargetGroup.OfTier("identity", data);

    /// <summary>Model Context Protocol.</summary>
    public ForwardTarget Mcp { get; } = TargetGroup.OfTier("mcp", data);

    /// <inheritdoc />
    public void Dispose()
    {
        Homeserver.Dispose();
        DataApi.Dispose();
        Identity.Dispose();
        Mcp.Dispose();
    }
}
