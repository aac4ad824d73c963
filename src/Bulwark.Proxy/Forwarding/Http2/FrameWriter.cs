namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>Writes the frames of a connection. What gathers while others are being written goes out together.</summary>
/// <param name="stream">The connection.</param>
/// <param name="guard">The lock of the connection: <see cref="Output"/>, <see cref="Flush"/> and <see cref="Close"/> are only for those who hold it.</param>
/// <param name="onFailed">Called when the connection cannot be written to.</param>
internal sealed class FrameWriter(Stream stream, Lock guard, Action<Exception> onFailed) : IThreadPoolWorkItem
{
    private static readonly TimeSpan GoodbyePatience = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _afterWriting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWriting;
    private bool _isClosed;

    /// <summary>The frames that wait.</summary>
    public FrameOutput Output { get; } = new();

    /// <summary>Has the frames written soon: whoever is about to add some too comes first.</summary>
    public void Flush()
    {
        if (_isWriting || _isClosed)
            return;

        _isWriting = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Writes nothing more but a goodbye.</summary>
    public void Close()
    {
        _isClosed = true;
        if (!_isWriting)
            _afterWriting.TrySetResult();
    }

    /// <summary>Tells the target that the connection is over, behind what is just being written, if it listens. Only after <see cref="Close"/>.</summary>
    public async Task SayGoodbyeAsync(Http2Error error)
    {
        using var patience = new CancellationTokenSource(GoodbyePatience);
        try
        {
            await _afterWriting.Task.WaitAsync(patience.Token);
            await stream.WriteAsync(FrameOutput.GoAway(error), patience.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // It does not listen any more.
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = WriteAsync();

    private async Task WriteAsync()
    {
        try
        {
            while (Take() is { IsEmpty: false } frames)
            {
                await stream.WriteAsync(frames);
                lock (guard)
                    Output.Written();
            }
        }
#pragma warning disable CA1031 // whatever went wrong, the connection is of no use
        catch (Exception e)
#pragma warning restore CA1031
        {
            lock (guard)
                EndWriting();

            onFailed(e);
        }
    }

    /// <summary>Gives what is to be written now; nothing at the end.</summary>
    private ReadOnlyMemory<byte> Take()
    {
        lock (guard)
        {
            if (!Output.IsEmpty && !_isClosed)
                return Output.Take();

            EndWriting();
            return default;
        }
    }

    private void EndWriting()
    {
        _isWriting = false;
        if (_isClosed)
            _afterWriting.TrySetResult();
    }
}
