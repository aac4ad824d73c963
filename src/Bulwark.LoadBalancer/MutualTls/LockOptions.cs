using System.Text.Json.Serialization;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Tls;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>How the lock is flipped: section <c>loadBalancer.lock</c>.</summary>
public sealed record LockOptions : IConfigSection
{
    /// <summary>The longest grace: who is refused has no business to stay for hours.</summary>
    public static readonly TimeSpan LongestGrace = TimeSpan.FromMinutes(5);

    /// <summary>How long an open connection that is refused may go on, so that requests under way are answered, before it is cut. 0: none.</summary>
    [JsonConverter(typeof(DurationConverter))]
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Client leaves that have to get through before <c>bulwark lock verify</c> shuts a lock, beside the edge's own (<c>pki/edge.pem</c>): those of edges on other machines.
    /// </summary>
    public IReadOnlyList<CertificateOptions> Proof { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (Grace < TimeSpan.Zero || Grace > LongestGrace)
            yield return at["grace"].Error($"is out of range: at most {LongestGrace.TotalMinutes:0} minutes");
    }
}
