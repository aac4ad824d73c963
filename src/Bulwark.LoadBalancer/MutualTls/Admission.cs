using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>What a policy says of one peer.</summary>
/// <param name="Policy">Who says so.</param>
/// <param name="Evidence">The peer's certificates.</param>
/// <param name="Certificate">What the trust store says of them.</param>
internal sealed record Admission(LockPolicy Policy, ClientEvidence Evidence, ClientCertificateVerdict Certificate)
{
    /// <summary>The peer has proved who it is, whatever the mode.</summary>
    public bool IsVerified => Certificate.IsAccepted;

    /// <summary>The peer may talk. Without being verified it does so as a stranger.</summary>
    public bool IsAdmitted => IsVerified || Policy.Mode != MutualTlsMode.Verify;
}
