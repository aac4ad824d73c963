using Bulwark.LoadBalancer.MutualTls;

namespace Bulwark.LoadBalancer.Listeners;

/// <summary>What one reading of the settings says of a listener.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Certificates">What it shows to its peers.</param>
/// <param name="TlsPolicy">The oldest TLS version that it speaks.</param>
/// <param name="Policy">What it asks of its peers.</param>
internal sealed record ListenerSetup(string Name, CertificateSelection Certificates, ListenerTlsPolicy TlsPolicy, LockPolicy Policy);
