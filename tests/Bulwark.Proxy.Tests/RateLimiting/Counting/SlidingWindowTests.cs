using Bulwark.Proxy.RateLimiting.Counting;
using CsCheck;

namespace Bulwark.Proxy.Tests.RateLimiting.Counting;

public sealed class SlidingWindowTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    public static TheoryData<int> Limits => [1, 2, 3, 15, 60, 2000, 100_000, SlidingWindow.MaxRequests];

    [Theory]
    [MemberData(nameof(Limits))]
    public void The_request_beyond_the_limit_is_too_much_until_the_period_is_over(int limit)
    {
        var start = TimeSpan.FromSeconds(12.3);
        var window = new SlidingWindow(Period, limit);
        var state = window.Add(0, start, limit, out var total);

        Assert.Equal(limit, total);
        foreach (var after in new[] { 0, 0.001, 5, 9.99 })
        {
            window.Add(state, start + TimeSpan.FromSeconds(after), 1, out total);
            Assert.Equal(limit + 1, total);
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void After_two_periods_nothing_counts_any_more(int limit)
    {
        var window = new SlidingWindow(Period, limit);
        var state = window.Add(0, TimeSpan.Zero, limit, out _);

        Assert.Equal(0, window.Total(state, 2 * Period));
        Assert.True(window.IsOver(state, 2 * Period));
        Assert.False(window.IsOver(state, Period - TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void A_period_that_began_with_its_first_request_is_counted_exactly() =>
        Gen.Select(Gen.Int[1, 300], Gen.Double[0, 1_000_000], Gen.Double[0, 9.99].Array[2, 300]).Sample((limit, begin, offsets) =>
        {
            var window = new SlidingWindow(Period, limit);
            var times = offsets.Order().ToArray();
            var state = 0UL;
            for (var i = 0; i < times.Length; i++)
            {
                var next = window.Add(state, TimeSpan.FromSeconds(begin + times[i] - times[0]), 1, out var total);
                if (total != Math.Min(i, limit) + 1)
                    return false;

                if (total <= limit)
                    state = next;
            }

            return true;
        });

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(2000)]
    public void A_steady_rate_just_below_the_limit_is_never_too_much(int limit)
    {
        var window = new SlidingWindow(Period, limit);
        var gap = (Period / limit) + TimeSpan.FromMicroseconds(10);
        var state = 0UL;
        for (var i = 0; i < 5 * limit; i++)
        {
            state = window.Add(state, TimeSpan.FromSeconds(77) + (i * gap), 1, out var total);
            Assert.True(total <= limit, $"request {i} made it {total}");
        }
    }

    [Theory]
    [InlineData(15)]
    [InlineData(100)]
    [InlineData(2000)]
    public void A_steady_rate_above_the_limit_becomes_too_much(int limit)
    {
        var window = new SlidingWindow(Period, limit);
        var gap = Period / (limit * 1.2);
        var state = 0UL;
        var isTooMuch = false;
        for (var i = 0; i < 5 * limit && !isTooMuch; i++)
        {
            state = window.Add(state, i * gap, 1, out var total);
            isTooMuch = total > limit;
        }

        Assert.True(isTooMuch);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(2000)]
    public void One_fits_again_when_the_window_says_so(int limit)
    {
        var window = new SlidingWindow(Period, limit);
        var state = window.Add(0, TimeSpan.Zero, limit, out _);

        var wait = window.UntilNext(state, TimeSpan.FromSeconds(1));

        window.Add(state, TimeSpan.FromSeconds(1) + wait, 1, out var total);
        Assert.True(total <= limit);
        Assert.InRange(wait, TimeSpan.FromSeconds(8.9), 2 * Period);
    }

    [Fact]
    public void A_clock_that_goes_back_forgets_nothing()
    {
        var window = new SlidingWindow(Period, 15);
        var state = window.Add(0, TimeSpan.FromHours(1), 15, out _);

        window.Add(state, TimeSpan.FromMinutes(58), 1, out var total);

        Assert.Equal(16, total);
    }

    [Fact]
    public void More_than_there_is_room_for_stays_too_much()
    {
        var window = new SlidingWindow(Period, 15);
        var state = window.Add(0, TimeSpan.Zero, int.MaxValue, out var total);

        Assert.Equal(int.MaxValue, total);
        Assert.True(window.Total(state, TimeSpan.Zero) > 15);
        Assert.True(state < 1UL << 63);
    }
}
