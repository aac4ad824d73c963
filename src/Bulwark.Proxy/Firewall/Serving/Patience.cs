using System.IO.Pipelines;

namespace Bulwark.Proxy.Firewall.Serving;

/// <summary>
/// Ends a read or a write that takes too long. It ends as cancelled and nothing is thrown, so that slow clients cost no exceptions. One timer for each connection, moved for each wait.
/// </summary>
internal sealed class Patience : IDisposable
{
    private readonly ITimer _timer;
    private PipeReader? _reader;
    private PipeWriter? _writer;

    public Patience(TimeProvider time) =>
        _timer = time.CreateTimer(static state => ((Patience)state!).End(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>From now on <paramref name="reader"/> has this long to bring what is waited for.</summary>
    public void Give(PipeReader reader, TimeSpan time)
    {
        (_reader, _writer) = (reader, null);
        _timer.Change(time, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What was waited for has come.</summary>
    public void Rest() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sends what was written to <paramref name="writer"/>, as fast as the other side takes it.</summary>
    /// <param name="writer">The connection.</param>
    /// <param name="time">How long it may take nothing.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the other side has gone, or took nothing for that long.</returns>
    public async ValueTask<bool> FlushAsync(PipeWriter writer, TimeSpan time, CancellationToken cancellationToken)
    {
        var flush = writer.FlushAsync(cancellationToken);
        if (flush.IsCompletedSuccessfully)
            return flush.Result is { IsCompleted: false, IsCanceled: false };

        (_reader, _writer) = (null, writer);
        _timer.Change(time, Timeout.InfiniteTimeSpan);
        try
        {
            return await flush is { IsCompleted: false, IsCanceled: false };
        }
        finally
        {
            Rest();
        }
    }

    public void Dispose() => _timer.Dispose();

    private void End()
    {
        _reader?.CancelPendingRead();
        _writer?.CancelPendingFlush();
    }
}
