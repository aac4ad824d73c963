namespace Bulwark.Proxy.Forwarding;

/// <summary>
/// Looks at all that is waited for, twice a second. To move a timer for each request, and back at its end, costs more than to look: there is one lock for all timers of a processor, and what
/// is looked at is no more than the requests that were ever open at once.
/// </summary>
internal sealed class PatienceWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly HashSet<Patience> _all = [];
    private readonly Timer _timer;

    public PatienceWatch() => _timer = new Timer(static watch => ((PatienceWatch)watch!).Look(), this, Interval, Interval);

    /// <summary>Looks at this one too.</summary>
    public void Add(Patience patience)
    {
        lock (_lock)
            _all.Add(patience);
    }

    /// <summary>Looks at this one no more.</summary>
    public void Remove(Patience patience)
    {
        lock (_lock)
            _all.Remove(patience);
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        var now = Environment.TickCount64;
        lock (_lock)
        {
            foreach (var patience in _all)
                patience.LoseAfter(now);
        }
    }
}
