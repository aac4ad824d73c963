using Bulwark.Core.Configuration;
using Bulwark.Edge.Origins;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.Tls;

namespace Bulwark.Edge;

/// <summary>What clients reach first: section <c>edge</c>.</summary>
public sealed record EdgeOptions : IConfigSection
{
    /// <summary>Where clients connect. Default: port 8443 on both loopback addresses.</summary>
    public ListenerOptions Listen { get; set; } = new();

    /// <summary>The certificate that clients see. Default: a leaf of the instance's own public CA, <c>pki/public-ca.pem</c>.</summary>
    public CertificateOptions? Certificate { get; set; }

    /// <summary>The load balancer behind.</summary>
    public OriginOptions Origin { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
        [.. Listen.Validate(at["listen"]), .. Certificate?.Validate(at["certificate"]) ?? [], .. Origin.Validate(at["origin"])];
}
