using System.Net;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Proxy.Forwarding;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>The tiers that requests are forwarded to, each on its Unix socket.</summary>
internal static class TargetGroup
{
    /// <summary>Longer than any long poll (Matrix clients ask for up to 120 s), and short enough that a tier that hangs is noticed.</summary>
    private static readonly TimeSpan ActivityTimeout = TimeSpan.FromSeconds(300);

    private static readonly ForwarderRequestConfig Request = new()
    {
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = ActivityTimeout,
    };

    /// <summary>The target group of a tier of this machine.</summary>
    public static ForwardTarget OfTier(string tier, DataDirectory data)
    {
        var handler = UnixSocketHttp.CreateHandler(data.Socket(tier));
        handler.ConnectTimeout = TimeSpan.FromSeconds(2);

        // Below the 130 s after which a tier closes an idle connection: else a request could be sent into one that is just being closed.
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(60);
        handler.PooledConnectionLifetime = Timeout.InfiniteTimeSpan;
        return new ForwardTarget(tier, handler, Request);
    }
}
