using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.RateLimiting.Counting;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.RateLimiting.Counting;

public sealed class OverflowSweepTests
{
    private static readonly RateKey Key = RateKey.Of(1, 1);

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public void Counters_of_last_resort_are_emptied_and_old_counts_do_not_come_back(int timeoutSeconds)
    {
        var time = new FakeTimeProvider();
        using var counters = new RateLimitCounters("edge", time);
        var rule = counters.Rules.Register(1, new SlidingWindow(TimeSpan.FromSeconds(10), 15));
        _ = counters.Table; // laid out by the first request
        var timeout = TimeSpan.FromSeconds(timeoutSeconds);
        for (var i = 0; i < 15; i++)
            Assert.Equal(TallyOutcome.Within, Counter.Count(ref rule.Overflow(Key), rule.Window, counters.Now, timeout).Outcome);

        Assert.NotEqual(TallyOutcome.Within, Counter.Count(ref rule.Overflow(Key), rule.Window, counters.Now, timeout).Outcome);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotEqual(0UL, rule.Overflow(Key));

        // Ten minutes: the time in the word has wrapped around by then.
        for (var i = 0; i < 20; i++)
            time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(0UL, rule.Overflow(Key));
        Assert.Equal(TallyOutcome.Within, Counter.Count(ref rule.Overflow(Key), rule.Window, counters.Now, timeout).Outcome);
    }
}
