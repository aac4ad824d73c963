using System.IO.Pipelines;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>
/// Ends a read that takes too long. The read ends as cancelled and nothing is thrown, so that slow clients cost no exceptions. One timer for each connection, moved for each wait.
/// </summary>
internal sealed class ReadPatience : IDisposable
{
    private readonly ITimer _timer;
    private PipeReader? _reader;

    public ReadPatience(TimeProvider time) =>
        _timer = time.CreateTimer(static state => ((ReadPatience)state!)._reader?.CancelPendingRead(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>From now on <paramref name="reader"/> has this long to bring what is waited for.</summary>
    public void Give(PipeReader reader, TimeSpan time)
    {
        _reader = reader;
        _timer.Change(time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What was waited for has come.</summary>
    public void Rest() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
