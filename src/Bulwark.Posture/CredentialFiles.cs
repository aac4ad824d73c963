namespace Bulwark.Posture;

/// <summary>Where certificates of a deployment are, as far as whoever probes it has them. Each client certificate is PEM with its key, unencrypted, in another file.</summary>
public sealed record CredentialFiles
{
    /// <summary>A client certificate that passes the load balancer's lock; null: not at hand.</summary>
    public (string Certificate, string Key)? Client { get; init; }

    /// <summary>What the edge itself presents; null: not at hand.</summary>
    public (string Certificate, string Key)? Edge { get; init; }

    /// <summary>A client certificate that was good until it was revoked; null: not at hand.</summary>
    public (string Certificate, string Key)? Revoked { get; init; }

    /// <summary>The CA of the load balancer's own certificate; null: not known, so anybody's is taken.</summary>
    public string? OriginCa { get; init; }

    /// <summary>The CA of the edge's certificate; null: one that the system knows.</summary>
    public string? EdgeCa { get; init; }
}
