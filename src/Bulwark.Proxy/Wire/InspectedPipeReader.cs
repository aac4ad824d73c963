using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Bulwark.Proxy.Wire;

/// <summary>
/// The input of a connection, of which each byte is looked at once before the server acts on it. Nothing is copied. When the inspection objects, the server
/// gets what came before, then an ending of the inspection's own, and nothing more.
/// </summary>
internal abstract class InspectedPipeReader(PipeReader inner) : PipeReader
{
    private ReadOnlySequence<byte> _buffer;
    private long _inspected;

    /// <summary>True once the inspection has objected.</summary>
    protected bool IsCut { get; private set; }

    public override bool TryRead(out ReadResult result)
    {
        if (IsCut)
        {
            result = Rest();
            return true;
        }

        if (!inner.TryRead(out result))
            return false;

        result = Look(result);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default) =>
        IsCut ? ValueTask.FromResult(Rest()) : LookAsync(inner.ReadAsync(cancellationToken));

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        if (IsCut)
        {
            _buffer = _buffer.Slice(consumed);
            return;
        }

        var taken = consumed.Equals(_buffer.End) ? _buffer.Length : _buffer.Slice(0, consumed).Length;

        // The server has acted on what nobody has looked at: then nobody knows any more where we are.
        if (taken > _inspected)
            Cut(_buffer.Slice(consumed), 0);
        else
            _inspected -= taken;
        inner.AdvanceTo(consumed, examined);
    }

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null)
    {
        // After an objection the connection is still ours to end.
        if (!IsCut)
            inner.Complete(exception);
    }

    /// <summary>Looks at bytes that are new. Gives how many of them are done with; what is left comes again with what follows.</summary>
    /// <param name="bytes">Everything from the first byte on that was not done with.</param>
    /// <param name="isRefused">True when the byte after those that are done with must not reach the server.</param>
    protected abstract long Inspect(in ReadOnlySequence<byte> bytes, out bool isRefused);

    /// <summary>What the server gets to read in place of what was refused.</summary>
    protected abstract ReadOnlySpan<byte> Ending { get; }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> LookAsync(ValueTask<ReadResult> reading) => Look(await reading);

    private ReadResult Look(in ReadResult result)
    {
        _buffer = result.Buffer;
        if (_buffer.Length == _inspected)
            return result;

        _inspected += Inspect(_buffer.Slice(_inspected), out var isRefused);
        if (!isRefused)
            return result;

        var end = _buffer.End;
        Cut(_buffer, _inspected);
        inner.AdvanceTo(end);
        return Rest();
    }

    private void Cut(in ReadOnlySequence<byte> buffer, long length)
    {
        IsCut = true;
        _buffer = new ReadOnlySequence<byte>([.. buffer.Slice(0, length).ToArray(), .. Ending]);
    }

    private ReadResult Rest() => new(_buffer, isCanceled: false, isCompleted: true);
}
