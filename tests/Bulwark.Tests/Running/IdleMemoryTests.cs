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

    [Fact]
    public void Memory_that_is_still_in_use_afterwards_is_no_reason_to_try_again()
    {
        using var idle = new IdleMemory(_process, _time);
        Pass(1);
        _process.ResidentBytes = 400 * MiB;
        _process.Kept = 390 * MiB;

        Pass(60);

        Assert.Equal(1, _process.Trims);
    }

    [Fact]
    public void This_process_survives_it_and_has_memory()
    {
        var own = new OwnMemory();

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
