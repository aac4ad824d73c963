using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Bulwark.Core.Memory;

/// <summary>
/// What a server's connections read into and write from, in blocks of a page. The framework's own pool lets go of a hundredth of its free blocks every ten seconds while there is any traffic: after
/// a load it holds for hours what nobody needs. This one keeps all, and lets go of all when told.
/// </summary>
internal sealed class BlockPool(Action<BlockPool> disposed) : MemoryPool<byte>
{
    /// <summary>A page.</summary>
    public const int BlockSize = 4096;

    private readonly ConcurrentQueue<Block> _free = new();
    private volatile bool _isDisposed;

    /// <inheritdoc />
    public override int MaxBufferSize => BlockSize;

    /// <summary>How many blocks nobody uses.</summary>
    public int Free => _free.Count;

    /// <inheritdoc />
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _free.TryDequeue(out var block) ? block : new Block(this);
    }

    /// <summary>Leaves the free blocks to the garbage collector.</summary>
    public void LetGo()
    {
        // No more than there are now, for others go on giving theirs back.
        for (var left = _free.Count; left > 0 && _free.TryDequeue(out _); left--)
        {
            // Nothing holds it any more.
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (_isDisposed)
            return;

        _isDisposed = true;
        LetGo();
        disposed(this);
    }

    private void Return(Block block)
    {
        if (!_isDisposed)
            _free.Enqueue(block);
    }

    /// <summary>Pinned from the beginning, so that sockets need not do it each time.</summary>
    private sealed class Block(BlockPool pool) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory { get; } = MemoryMarshal.CreateFromPinnedArray(GC.AllocateUninitializedArray<byte>(BlockSize, pinned: true), 0, BlockSize);

        public void Dispose() => pool.Return(this);
    }
}
