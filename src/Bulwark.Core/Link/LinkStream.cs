using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Bulwark.Core.Http;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.Core.Link;

/// <summary>The client's end of a <see cref="LinkConnection"/>. One read and one write at a time, as with every stream; disposing at any time.</summary>
internal sealed class LinkStream(LinkConnection connection, PipeReader input, PipeWriter output) : AsyncStream
{
    private readonly Turn _reading = new();
    private readonly Turn _writing = new();
    private ConnectionAbortedException? _reason;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_reading.TryTake())
            throw Ended();

        try
        {
            var result = await input.ReadAsync(cancellationToken);
            var count = Take(result.Buffer, buffer.Span);
            return result.IsCanceled ? throw Ended() : count;
        }
        finally
        {
            if (!_reading.TryGiveBack())
                await input.CompleteAsync();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_writing.TryTake())
            throw Ended();

        try
        {
            var result = await output.WriteAsync(buffer, cancellationToken);
            if (result.IsCanceled || result.IsCompleted)
                throw Ended();
        }
        finally
        {
            if (!_writing.TryGiveBack())
                await output.CompleteAsync(_reason);
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Completes what is not in use now; what is in use is woken up and completed by its user.</summary>
    internal void Close(ConnectionAbortedException? reason)
    {
        _reason = reason;
        if (_writing.Close())
            output.Complete(reason);
        else
            output.CancelPendingFlush();

        if (_reading.Close())
            input.Complete();
        else
            input.CancelPendingRead();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            connection.End(reason: null);

        base.Dispose(disposing);
    }

    private int Take(ReadOnlySequence<byte> available, Span<byte> buffer)
    {
        var count = (int)Math.Min(available.Length, buffer.Length);
        var part = available.Slice(0, count);
        part.CopyTo(buffer);

        // From here on the sequence is no longer ours to look at, not even its length: its segments may be in use again.
        input.AdvanceTo(part.End);
        return count;
    }

    private IOException Ended() => new("The in-memory connection has ended.", _reason);
}
