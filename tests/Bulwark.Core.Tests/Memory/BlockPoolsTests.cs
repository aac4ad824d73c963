using System.Runtime.CompilerServices;
using Bulwark.Core.Hosting;
using Bulwark.Core.Memory;
using Bulwark.Testing;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Core.Tests.Memory;

public sealed class BlockPoolsTests
{
    private const int Page = 4096;

    private readonly BlockPools _pools = new();

    [Fact]
    public void A_block_is_a_page_and_is_used_again()
    {
        using var pool = _pools.Create();
        var block = pool.Rent();
        block.Memory.Span.Fill(7);

        Assert.Equal(Page, block.Memory.Length);
        Assert.Equal(Page, pool.MaxBufferSize);
        block.Dispose();
        Assert.Same(block, pool.Rent(1));
        Assert.NotSame(block, pool.Rent(Page));
    }

    [Fact]
    public void Nothing_larger_is_given() => Assert.Throws<ArgumentOutOfRangeException>(() => _pools.Create().Rent(Page + 1));

    [Fact]
    public void What_nobody_uses_is_let_go_of_and_what_somebody_uses_is_not()
    {
        using var pool = _pools.Create();
        using var other = _pools.Create();
        var used = pool.Rent();
        used.Memory.Span.Fill(7);
        var free = RentAndReturn(pool);
        RentAndReturn(other);
        Assert.Equal(2 * Page, _pools.FreeBytes);

        _pools.LetGo();
        GC.Collect();

        Assert.Equal(0, _pools.FreeBytes);
        Assert.False(free.IsAlive);
        Assert.Equal(-1, used.Memory.Span.IndexOfAnyExcept((byte)7));
        used.Dispose();
        Assert.Equal(Page, _pools.FreeBytes);
    }

    [Fact]
    public void A_pool_that_is_over_takes_nothing_back_and_gives_nothing()
    {
        var pool = _pools.Create();
        var block = pool.Rent();
        RentAndReturn(pool);

        pool.Dispose();
        block.Dispose();

        Assert.Equal(0, _pools.FreeBytes);
        Assert.Throws<ObjectDisposedException>(() => pool.Rent());
    }

    [Fact]
    public async Task The_server_of_a_tier_uses_the_pools_of_the_process()
    {
        using var data = new TemporaryDirectory();
        var environment = TestEnvironment.Create(data);
        await using var app = TierHost.CreateBuilder("sample", environment).Build();

        Assert.Same(environment.Memory, app.Services.GetRequiredService<IMemoryPoolFactory<byte>>());
    }

    /// <summary>In a frame of its own, so that nothing here keeps the block.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RentAndReturn(System.Buffers.MemoryPool<byte> pool)
    {
        var block = pool.Rent();
        block.Dispose();
        return new WeakReference(block);
    }
}
