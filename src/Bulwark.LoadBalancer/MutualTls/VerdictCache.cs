using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>
/// Verdicts of one sweep over the open connections: thousands of them usually show a handful of certificates, and each is verified once. Lives as long as the sweep, since
/// time changes verdicts.
/// </summary>
internal sealed class VerdictCache
{
    private readonly Dictionary<string, ClientCertificateVerdict> _verdicts = new(StringComparer.Ordinal);
    private LockPolicy? _policy;

    /// <summary>How many verdicts there are.</summary>
    public int Count => _verdicts.Count;

    /// <summary>What a policy says of a peer.</summary>
    public Admission Judge(LockPolicy policy, ClientEvidence evidence)
    {
        if (policy != _policy)
        {
            _verdicts.Clear();
            _policy = policy;
        }

        if (_verdicts.TryGetValue(evidence.Key, out var known))
            return new Admission(policy, evidence, known);

        var admission = policy.Judge(evidence);
        _verdicts.Add(evidence.Key, admission.Certificate);
        return admission;
    }
}
