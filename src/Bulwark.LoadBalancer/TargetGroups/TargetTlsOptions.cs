using Bulwark.Core.Configuration;
using Bulwark.Proxy.Tls;

namespace Bulwark.LoadBalancer.TargetGroups;

/// <summary>How the load balancer and its <c>https</c> targets know each other. The target's certificate is checked in full: chain, name and time.</summary>
public sealed record TargetTlsOptions : IConfigSection
{
    /// <summary>PEM file with the CAs that may sign the targets' certificates. The system's own CAs count for nothing.</summary>
    public required string TrustStore { get; set; }

    /// <summary>The name that a target's certificate has to carry. Default: the host of its address.</summary>
    public string? ServerName { get; set; }

    /// <summary>The client certificate that is presented. Default: none.</summary>
    public CertificateOptions? Certificate { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (string.IsNullOrWhiteSpace(TrustStore))
            yield return at["trustStore"].Error("is empty: name the PEM file with the CAs");

        if (ServerName is not null && Uri.CheckHostName(ServerName) != UriHostNameType.Dns)
            yield return at["serverName"].Error($"'{ServerName}' is not a host name");

        foreach (var error in Certificate?.Validate(at["certificate"]) ?? [])
            yield return error;
    }
}
