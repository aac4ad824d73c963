using System.IO.Pipelines;

namespace Bulwark.Proxy.Http2;

/// <summary>
/// The output of an HTTP/2 connection. Once it is stopped, the server's frames go nowhere from the next frame boundary on, so that the last word to the
/// peer can be ours.
/// </summary>
/// <param name="inner">The output.</param>
/// <param name="answers">Looks at what is written; null: nobody does.</param>
internal sealed class Http2GuardWriter(PipeWriter inner, Http2AnswerScanner? answers = null) : PipeWriter
{
    private readonly PipeWriter _inner = inner;
    private volatile bool _isToStop;
    private byte[]? _nowhere;
    private Memory<byte> _memory;
    private bool _isWithinFrame;

    public override bool CanGetUnflushedBytes => _inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => _inner.UnflushedBytes;

    private bool IsStopped => _isToStop && !_isWithinFrame;

    /// <summary>Stops the server's output.</summary>
    public void Stop() => _isToStop = true;

    public override Memory<byte> GetMemory(int sizeHint = 0) => IsStopped ? Nowhere(sizeHint) : _memory = _inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        // Between asking for memory and advancing, the output may have been stopped: the memory says which of the two it was.
        if (_nowhere is not null)
            return;

        _isWithinFrame = true;
        answers?.Scan(_memory.Span[..bytes]);
        _memory = _memory[bytes..];
        _inner.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_nowhere is not null)
            return ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: false));

        _isWithinFrame = false;
        return _inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => _inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        if (!_isToStop)
            _inner.Complete(exception);
    }

    private byte[] Nowhere(int sizeHint)
    {
        if (_nowhere is null || _nowhere.Length < sizeHint)
            _nowhere = new byte[Math.Max(sizeHint, 16 * 1024)];
        return _nowhere;
    }
}
