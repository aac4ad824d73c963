namespace Bulwark.LoadBalancer.MutualTls.Proofs;

/// <summary>What came of trying a policy with one identity.</summary>
public sealed record ProofResult
{
    /// <summary>The certificate file.</summary>
    public required string Identity { get; init; }

    /// <summary>CN of the leaf, when it got as far as to show it.</summary>
    public string? CommonName { get; init; }

    /// <summary>True when the candidate policy let it in.</summary>
    public required bool IsAdmitted { get; init; }

    /// <summary><c>Accepted</c>, the reason of the refusal, or what hindered the trial.</summary>
    public required string Reason { get; init; }

    /// <summary>How long the handshake took.</summary>
    public required double Milliseconds { get; init; }
}
