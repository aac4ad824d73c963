using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.Tests.RateLimiting.Counting;

public sealed class CounterTableTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly RuleRegistry _rules = new();
    private readonly RuleCounters _rule;
    private readonly CounterTable _table = new(memoryMiB: 1);

    public CounterTableTests() => _rule = _rules.Register(fingerprint: 7, new SlidingWindow(Period, 15));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(64, 64)]
    [InlineData(100, 64)]
    public void Takes_the_memory_that_it_may_and_no_more(int asked, int taken) =>
        Assert.Equal(taken * 1024 * 1024, new CounterTable(asked).Slots * CounterTable.SlotBytes);

    [Fact]
    public void A_key_keeps_its_counter_and_others_have_their_own()
    {
        Assert.True(_table.TryFind(new RateKey(1, 1), _rule, TimeSpan.Zero, _rules, out var first));
        Assert.True(_table.TryFind(new RateKey(1, 2), _rule, TimeSpan.Zero, _rules, out var second));
        Assert.True(_table.TryFind(new RateKey(1, 1), _rule, TimeSpan.Zero, _rules, out var again));

        Assert.Equal(first, again);
        Assert.NotEqual(first, second);
        Assert.Equal(new RateKey(1, 2), _table.KeyOf(second));
    }

    [Fact]
    public void A_full_set_takes_nobody_until_a_counter_is_over()
    {
        for (ulong i = 1; i <= 8; i++)
        {
            Assert.True(_table.TryFind(new RateKey(1, i), _rule, TimeSpan.Zero, _rules, out var slot));
            Counter.Count(ref _table.State(slot), _rule.Window, TimeSpan.Zero, Period);
        }

        Assert.False(_table.TryFind(new RateKey(1, 9), _rule, TimeSpan.FromSeconds(9), _rules, out _));
        Assert.True(_table.TryFind(new RateKey(1, 9), _rule, 2 * Period, _rules, out var taken));
        Assert.Equal(0UL, _table.State(taken));
    }

    [Fact]
    public void A_mitigated_key_is_not_given_up_before_its_time()
    {
        for (ulong i = 1; i <= 8; i++)
        {
            Assert.True(_table.TryFind(new RateKey(1, i), _rule, TimeSpan.Zero, _rules, out var slot));
            Counter.Mitigate(ref _table.State(slot), TimeSpan.FromHours(1));
        }

        Assert.False(_table.TryFind(new RateKey(1, 9), _rule, TimeSpan.FromMinutes(59), _rules, out _));
        Assert.True(_table.TryFind(new RateKey(1, 8), _rule, TimeSpan.FromMinutes(59), _rules, out var eighth));
        Assert.True(CounterState.IsMitigated(_table.State(eighth), TimeSpan.FromMinutes(59)));
        Assert.True(_table.TryFind(new RateKey(1, 9), _rule, TimeSpan.FromHours(1), _rules, out _));
    }

    [Fact]
    public async Task Exactly_as_many_pass_as_may_however_many_come_at_once()
    {
        for (var round = 1; round <= 50; round++)
        {
            var key = new RateKey((ulong)round * 7919, (ulong)round);
            using var start = new Barrier(4);
            var passed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    return Enumerable.Range(0, 50).Count(_ => Count(key, TimeSpan.Zero));
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));

            Assert.Equal(15, passed.Sum());
        }
    }

    [Fact]
    public async Task Keys_that_come_and_go_at_once_are_never_allowed_more_than_their_limit()
    {
        // One set for all of them, so that slots change hands all the time.
        var passed = new int[24, 40];
        using var rounds = new Barrier(4);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < 40; round++)
                {
                    rounds.SignalAndWait(TestContext.Current.CancellationToken);
                    for (var i = 0; i < 24 * 30; i++)
                    {
                        if (Count(new RateKey(1, (ulong)(i % 24) + 1), 3 * round * Period))
                            Interlocked.Increment(ref passed[i % 24, round]);
                    }
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        // A request may be lost for its key when the slot is given away in the very moment; a whole allowance more would be a hole.
        Assert.All(passed.Cast<int>(), count => Assert.InRange(count, 0, 15 + 8));
    }

    private bool Count(RateKey key, TimeSpan now) =>
        _table.TryFind(key, _rule, now, _rules, out var slot)
        && Counter.Count(ref _table.State(slot), _rule.Window, now, timeout: TimeSpan.Zero).Outcome == TallyOutcome.Within;
}
