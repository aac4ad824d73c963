using Bulwark.Core.Configuration;

namespace Bulwark.Edge.Origins;

/// <summary>One of several load balancers: an element of <c>edge.origins</c>. What it does not say, <c>edge.origin</c> says.</summary>
public sealed record OriginServerOptions : IConfigSection
{
    /// <summary>Scheme, host and port of the load balancer.</summary>
    public required Uri Url { get; set; }

    /// <summary>The name that its certificate has to carry. Default: that of <c>edge.origin</c>.</summary>
    public string? ServerName { get; set; }

    /// <summary>Its share of the requests, beside the weights of the others: 1 to 100.</summary>
    public int Weight { get; set; } = 1;

    /// <summary>The hosts that go here. Default: every host that no other origin names.</summary>
    public IReadOnlyList<string> Hosts { get; set; } = [];

    /// <summary>What protects the way there. Default: that of <c>edge.origin</c>.</summary>
    public SslMode? SslMode { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (ServerName is not null && Uri.CheckHostName(ServerName) == UriHostNameType.Unknown)
            yield return at["serverName"].Error($"'{ServerName}' is not a host name");

        if (Weight is < 1 or > 100)
            yield return at["weight"].Error($"{Weight} is out of range: 1 to 100");

        if (Hosts.Any(host => Uri.CheckHostName(host) == UriHostNameType.Unknown))
            yield return at["hosts"].Error("holds what is not a host name");
    }
}
