using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;

namespace Bulwark.Core.Memory;

/// <summary>The memory pools of all servers of the process.</summary>
public sealed class BlockPools : IMemoryPoolFactory<byte>
{
    private readonly ConcurrentDictionary<BlockPool, bool> _pools = new();

    /// <summary>How many bytes nobody uses.</summary>
    public long FreeBytes => _pools.Keys.Sum(pool => (long)pool.Free * BlockPool.BlockSize);

    /// <inheritdoc />
    public MemoryPool<byte> Create(MemoryPoolOptions? options = null)
    {
        var pool = new BlockPool(pool => _pools.TryRemove(pool, out _));
        _pools.TryAdd(pool, true);
        return pool;
    }

    /// <summary>Leaves what nobody uses to the garbage collector.</summary>
    public void LetGo()
    {
        foreach (var pool in _pools.Keys)
            pool.LetGo();
    }
}
