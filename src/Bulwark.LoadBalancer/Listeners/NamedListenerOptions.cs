using System.Buffers;
using Bulwark.Core.Configuration;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Proxy.Listeners;
using Bulwark.Proxy.Tls;

namespace Bulwark.LoadBalancer.Listeners;

/// <summary>
/// One more listener: an entry of <c>loadBalancer.listeners</c>. What is left out is as on the default listener, except that it is locked. A canary listener has the new
/// trust store or mode, so that peers can try it before the default listener gets it.
/// </summary>
public sealed record NamedListenerOptions : IConfigSection
{
    private const int LongestName = 32;

    private static readonly SearchValues<char> NameLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>Its name in logs, metrics and <c>bulwark lock --listener</c>: up to 32 lower-case letters, digits and dashes.</summary>
    public required string Name { get; set; }

    /// <summary>Where it listens. The port has no default.</summary>
    public required ListenerOptions Listen { get; set; }

    /// <summary>
    /// Its certificates, chosen by the server name of the handshake: an exact name first, then a wildcard, then the first certificate. None: those of the default listener.
    /// </summary>
    public IReadOnlyList<CertificateOptions> Certificates { get; set; } = [];

    /// <summary>What becomes of a peer without a good client certificate.</summary>
    public MutualTlsMode MutualTls { get; set; } = MutualTlsMode.Verify;

    /// <summary>PEM file with the CAs whose client certificates open its lock: short for <c>clientCertificates.authorities</c> with this one file.</summary>
    public string? TrustStore { get; set; }

    /// <summary>Whose client certificates open its lock.</summary>
    public TrustStoreOptions? ClientCertificates { get; set; }

    /// <summary>The oldest TLS version that it speaks.</summary>
    public ListenerTlsPolicy? TlsPolicy { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (!IsName(Name))
            yield return at["name"].Error($"'{Name}' is not made of 1 to 32 lower-case letters, digits and dashes");
        else if (Name == LockedListeners.Default)
            yield return at["name"].Error($"'{Name}' is the listener of loadBalancer.listen: choose another name");

        if (Listen.Port is null)
            yield return at["listen"]["port"].Error("is missing: only the default listener has a default port");

        if (TrustStore is not null && string.IsNullOrWhiteSpace(TrustStore))
            yield return at["trustStore"].Error("is empty: name the PEM file with the CAs, or leave the key out for that of the default listener");

        if (TrustStore is not null && ClientCertificates is not null)
            yield return at["trustStore"].Error("stands beside clientCertificates: name the file in clientCertificates.authorities");

        if (MutualTls != MutualTlsMode.Verify)
            yield return at["mutualTls"].Warning(LockWarnings.Of(MutualTls));
    }

    private static bool IsName(string name) => name is { Length: >= 1 and <= LongestName } && !name.AsSpan().ContainsAnyExcept(NameLetters);
}
