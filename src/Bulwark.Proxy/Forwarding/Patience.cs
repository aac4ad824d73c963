using System.Collections.Concurrent;
using Bulwark.Core.Striping;

namespace Bulwark.Proxy.Forwarding;

/// <summary>
/// How long a target may keep silent, together with the client's own patience: the token ends when either is over. Used again and again, because a token source with a timer is
/// the dearest thing that a short request would allocate.
/// </summary>
internal sealed class Patience : IDisposable
{
    /// <summary>For each processor.</summary>
    private const int MostKept = 256;

    /// <summary>Progress within this time is not noted: patience is measured in minutes.</summary>
    private const long LeastStep = 1_000;

    /// <summary>A deadline: nothing is waited for.</summary>
    private const long None = 0;

    /// <summary>A deadline: it is over.</summary>
    private const long Lost = -1;

    /// <summary>Each processor has its own, so that they need not pass the ends of one queue around.</summary>
    private static readonly ConcurrentQueue<Patience>[] Kept = [.. Enumerable.Range(0, Stripes.Count).Select(_ => new ConcurrentQueue<Patience>())];
    private static readonly PatienceWatch Watch = new();

    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _client;
    private CancellationToken _aborted;
    private long _timeout;
    private long _deadline;

    private Patience() => Watch.Add(this);

    /// <summary>Ends when the client has gone, or when nothing has come for too long.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True when it was the client who has gone.</summary>
    public bool IsClientGone => _aborted.IsCancellationRequested;

    /// <summary>Begins to wait.</summary>
    /// <param name="timeout">The longest silence.</param>
    /// <param name="aborted">The client has gone.</param>
    public static Patience Begin(TimeSpan timeout, CancellationToken aborted)
    {
        if (!Kept[Stripes.Here].TryDequeue(out var patience))
            patience = new Patience();

        patience._timeout = (long)timeout.TotalMilliseconds;
        patience._aborted = aborted;
        Volatile.Write(ref patience._deadline, Environment.TickCount64 + patience._timeout);
        patience._client = aborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience._source);
        return patience;
    }

    /// <summary>There is nothing to wait for any more.</summary>
    public void Lose() => _source.Cancel();

    /// <summary>Something has come.</summary>
    public void Renew()
    {
        var deadline = Volatile.Read(ref _deadline);
        var renewed = Environment.TickCount64 + _timeout;
        if (deadline > None && renewed - deadline >= LeastStep)
            Interlocked.CompareExchange(ref _deadline, renewed, deadline);
    }

    /// <summary>There is nothing to wait for any more, if the deadline has passed. Those who wait are told on other threads.</summary>
    /// <param name="now">Milliseconds of the system's clock.</param>
    public void LoseAfter(long now)
    {
        var deadline = Volatile.Read(ref _deadline);
        if (deadline > None && now > deadline && Interlocked.CompareExchange(ref _deadline, Lost, deadline) == deadline)
            _ = _source.CancelAsync();
    }

    /// <summary>Nobody uses the token any more.</summary>
    public void End()
    {
        // From here on the client cannot reach the source: the next one to use it would be cut off in his place.
        _client.Dispose();
        _client = default;
        _aborted = default;

        // Nor can the watch, unless it is just about to.
        var kept = Kept[Stripes.Here];
        if (Interlocked.Exchange(ref _deadline, None) != Lost && kept.Count < MostKept && _source.TryReset())
            kept.Enqueue(this);
        else
            Dispose();
    }

    /// <summary>The source has neither a timer nor a handle that would have to be given back, and the watch may be about to cancel it.</summary>
    public void Dispose() => Watch.Remove(this);
}
