namespace Bulwark.Proxy.Firewall.Evidence;

/// <summary>How often a route was hit.</summary>
/// <param name="Path">Method and path, without IDs.</param>
/// <param name="Hits">How many requests.</param>
public sealed record EvidencePath(string Path, long Hits);
