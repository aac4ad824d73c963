using Bulwark.Core.Memory;
using Bulwark.Running;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Tests.Running;

public sealed class IdleMemoryTests
{
    private const long MiB = 1024 * 1024;

    private readonly FakeTimeProvider _time = new();
    private readonly FakeMemory _process = new() { ResidentBytes = 200 * MiB };

    [Theory]
    [InlineData(209, 0)] // not worth the trouble
    [InlineData(211, 1)]
    public void Memory_goes_back_when_the_process_is_idle_and_holds_more_than_before(long mebibytes, int trims)
    {
        using var idle = new IdleMemory(_process, _time);
        Pass(1);
        _process.ResidentBytes = mebibytes * MiB;

        Pass(1);

        Assert.Equal(trims, _process.Trims);
    }

    [Fact]
    public void Nothing_stops_a_process_that_works()
    {
        using var idle = new IdleMemory(_process, _time);
        Pass(1);
        _process.ResidentBytes = 400 * MiB;

        for (var i = 0; i < 10; i++)
        {
            _process.ProcessorTime += IdleMemory.Interval * 0.2;
            Pass(1);
        }

        Assert.Equal(0, _process.Trims);
        Pass(1);
        Assert.Equal(1, _process.Trims);
    }

    [Fact]
    public void It_is_done_once_a_minute_at_most()
    {
        using var idle = new IdleMemory(_process, _time);
        Pass(1);
        for (var i = 0; i < 12; i++)
        {
            _process.ResidentBytes += 50 * MiB;
            Pass(1);
        }

        Assert.Equal(2, _process.Trims);
    }

    [Fact]
    public void What_takes_long_is_done_rarely()
    {
        using var idle = new IdleMemory(_process, _time);
        Pass(1);
        _process.Trimming = () => _time.Advance(TimeSpan.FromSeconds(3));
        for (var i = 0; i < 29; i++)
        {
            _process.ResidentBytes += 50 * MiB;
            Pass(1);
        }

        Assert.Equal(1, _process.Trims);
    }

    [Theory]
    [InlineData(10, 4)] // after 0:20, 1:20, 3:20 and 7:20
    [InlineData(600, 15)] // and in the end once an hour
    public void What_is_in_use_is_tried_ever_more_rarely(int minutes, int trims)
    {
        using var idle = new IdleMemory(_process, _time);
        Pass(1);
        (_process.ResidentBytes, _process.Kept) = (405 * MiB, 390 * MiB);

        Pass(minutes * 6);

        Assert.Equal(trims, _process.Trims);
    }

    [Fact]
    public void What_was_in_use_goes_back_once_it_is_free()
    {
        using var idle = new IdleMemory(_process, _time);
        Pass(1);
        (_process.ResidentBytes, _process.Kept) = (600 * MiB, 500 * MiB);
        Pass(1);
        _process.Kept = 205 * MiB;

        Pass(6);

        Assert.Equal(205 * MiB, _process.ResidentBytes);
        Pass(600);
        Assert.Equal(2, _process.Trims);
    }

    [Fact]
    public void More_memory_ends_the_long_pauses()
    {
        using var idle = new IdleMemory(_process, _time);
        Pass(1);
        (_process.ResidentBytes, _process.Kept) = (400 * MiB, 400 * MiB);
        Pass(600 * 6);
        var before = _process.Trims;

        _process.ResidentBytes = 500 * MiB;
        Pass(1);

        Assert.Equal(before + 1, _process.Trims);
    }

    [Fact]
    public void This_process_survives_it_and_has_memory()
    {
        var own = new OwnMemory(new BlockPools());

        own.Trim();

        Assert.True(own.ResidentBytes > MiB);
        Assert.True(own.ProcessorTime > TimeSpan.Zero);
    }

    private void Pass(int intervals)
    {
        for (var i = 0; i < intervals; i++)
            _time.Advance(IdleMemory.Interval);
    }

    private sealed class FakeMemory : IProcessMemory
    {
        public TimeSpan ProcessorTime { get; set; }

        public long ResidentBytes { get; set; }

        public long Kept { get; set; } = 200 * MiB;

        public int Trims { get; private set; }

        public Action? Trimming { get; set; }

        public void Trim()
        {
            Trims++;
            ResidentBytes = Kept;
            Trimming?.Invoke();
        }
    }
}
