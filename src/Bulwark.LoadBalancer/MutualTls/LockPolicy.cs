using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki;

namespace Bulwark.LoadBalancer.MutualTls;

/// <summary>What a listener asks of client certificates at one moment. Immutable: a flip of the lock, a new trust store or a revocation is a new policy.</summary>
/// <param name="mode">What becomes of a peer that does not verify.</param>
/// <param name="trustStore">Says who verifies.</param>
internal sealed class LockPolicy(MutualTlsMode mode, TrustStore trustStore)
{
    /// <summary>What becomes of a peer that does not verify.</summary>
    public MutualTlsMode Mode => mode;

    /// <summary>The revocation lists that certificates are looked up in.</summary>
    public IReadOnlyList<RevocationListState> RevocationLists => trustStore.RevocationLists;

    /// <summary>Says who verifies.</summary>
    public TrustStore TrustStore => trustStore;

    /// <summary>The same policy in another mode.</summary>
    public LockPolicy In(MutualTlsMode other) => new(other, trustStore);

    /// <summary>Judges a peer in its handshake, while the certificates are still at hand.</summary>
    public Admission Judge(X509Certificate2? leaf, X509Certificate2Collection? sent)
    {
        var evidence = ClientEvidence.Of(leaf, sent);
        return evidence.IsOversized ? Judge(evidence) : new Admission(this, evidence, trustStore.Verify(leaf, sent));
    }

    /// <summary>Judges a peer by what was kept of its handshake.</summary>
    public Admission Judge(ClientEvidence evidence) => new(this, evidence, evidence.VerifyAgainst(trustStore));

    /// <summary>
    /// Judges a peer again. A flip of the mode alone asks no certificate anything: then what the trust store said of it stands, and thousands of connections are judged
    /// without a signature.
    /// </summary>
    /// <param name="last">What was said before.</param>
    /// <param name="hasTimePassed">Certificates expire: ask again of those that were good.</param>
    /// <param name="verdicts">What was found for others in the same sweep.</param>
    /// <returns>The new verdict; null: the old one stands.</returns>
    public Admission? JudgeAgain(Admission last, bool hasTimePassed, VerdictCache verdicts)
    {
        if (!last.Policy.IsOf(trustStore) || (hasTimePassed && last.IsVerified))
            return verdicts.Judge(this, last.Evidence);

        return last.Policy == this ? null : last with { Policy = this };
    }

    private bool IsOf(TrustStore other) => trustStore == other;
}
