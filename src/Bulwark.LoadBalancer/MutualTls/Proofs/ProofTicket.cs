namespace Bulwark.LoadBalancer.MutualTls.Proofs;

/// <summary>A policy to try on one connection, and what came of it.</summary>
internal sealed class ProofTicket(LockPolicy candidate) : IDisposable
{
    private readonly SemaphoreSlim _told = new(0, 1);
    private Admission? _verdict;

    /// <summary>What the policy is.</summary>
    public LockPolicy Candidate => candidate;

    /// <summary>What it said in the handshake; null: nothing yet.</summary>
    public Admission? Verdict => Volatile.Read(ref _verdict);

    /// <summary>Tells it. Only the first word counts.</summary>
    public void Judged(Admission admission)
    {
        if (Interlocked.CompareExchange(ref _verdict, admission, null) is null)
            _told.Release();
    }

    /// <summary>Waits for it.</summary>
    public async Task<Admission> WaitAsync(CancellationToken cancellationToken)
    {
        await _told.WaitAsync(cancellationToken);
        return Verdict!;
    }

    public void Dispose() => _told.Dispose();
}
