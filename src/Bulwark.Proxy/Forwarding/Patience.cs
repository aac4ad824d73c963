using System.Collections.Concurrent;

namespace Bulwark.Proxy.Forwarding;

/// <summary>
/// How long a target may keep silent, together with the client's own patience: the token ends when either is over. Used again and again, because a token source with a timer is
/// the dearest thing that a short request would allocate.
/// </summary>
internal sealed class Patience : IDisposable
{
    private const int MostKept = 1024;

    /// <summary>Progress within this time moves no timer: patience is measured in minutes.</summary>
    private const long LeastStep = 1_000;

    private static readonly ConcurrentQueue<Patience> Kept = new();

    private readonly CancellationTokenSource _source = new();
    private CancellationTokenRegistration _client;
    private CancellationToken _aborted;
    private TimeSpan _timeout;
    private long _renewed;

    private Patience()
    {
    }

    /// <summary>Ends when the client has gone, or when nothing has come for too long.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>True when it was the client who has gone.</summary>
    public bool IsClientGone => _aborted.IsCancellationRequested;

    /// <summary>Begins to wait.</summary>
    /// <param name="timeout">The longest silence.</param>
    /// <param name="aborted">The client has gone.</param>
    public static Patience Begin(TimeSpan timeout, CancellationToken aborted)
    {
        if (!Kept.TryDequeue(out var patience))
            patience = new Patience();

        patience._timeout = timeout;
        patience._aborted = aborted;
        patience._renewed = Environment.TickCount64;
        patience._source.CancelAfter(timeout);
        patience._client = aborted.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), patience._source);
        return patience;
    }

    /// <summary>There is nothing to wait for any more.</summary>
    public void Lose() => _source.Cancel();

    /// <summary>Something has come.</summary>
    public void Renew()
    {
        var now = Environment.TickCount64;
        if (now - _renewed < LeastStep)
            return;

        _renewed = now;
        _source.CancelAfter(_timeout);
    }

    /// <summary>Nobody uses the token any more.</summary>
    public void End()
    {
        // From here on the client cannot reach the source: the next one to use it would be cut off in his place.
        _client.Dispose();
        _client = default;
        _aborted = default;
        if (_source.TryReset() && Kept.Count < MostKept)
            Kept.Enqueue(this);
        else
            Dispose();
    }

    public void Dispose() => _source.Dispose();
}
