namespace Bulwark.Edge.Caching;

/// <summary>One answer on its way from the origin, and those who wait for it.</summary>
/// <param name="purges">How often the cache had been purged when it began.</param>
internal sealed class CacheFetch(long purges)
{
    private const int MaxWaiters = 256;

    /// <summary>Who waits longer asks the origin itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource<CacheEntry?> _stored = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiters;

    public long Purges => purges;

    /// <summary>Tells those who wait: here it is, or it will not be stored. The first word counts.</summary>
    public void Complete(CacheEntry? entry) => _stored.TrySetResult(entry);

    /// <summary>The answer once it is stored; null when it will not be, or when too many wait already.</summary>
    public async Task<CacheEntry?> WaitAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiters) > MaxWaiters)
            return null;

        try
        {
            return await _stored.Task.WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}
