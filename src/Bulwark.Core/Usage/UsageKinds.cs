namespace Bulwark.Core.Usage;

/// <summary>What usage is kept of; each is the start of its keys.</summary>
public static class UsageKinds
{
    /// <summary>A listener, by name.</summary>
    public const string Listener = "listener/";

    /// <summary>A target group, by name.</summary>
    public const string TargetGroup = "target-group/";

    /// <summary>A load balancer behind the edge, by name.</summary>
    public const string Origin = "origin/";

    /// <summary>A verified client certificate, by fingerprint.</summary>
    public const string Client = "client/";

    /// <summary>A CA at the top of a verified client's chain, by fingerprint.</summary>
    public const string Authority = "ca/";
}
