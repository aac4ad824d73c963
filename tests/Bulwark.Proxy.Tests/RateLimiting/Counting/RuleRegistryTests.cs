using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.Tests.RateLimiting.Counting;

public sealed class RuleRegistryTests
{
    private static readonly SlidingWindow Window = new(TimeSpan.FromSeconds(10), 15);

    private readonly RuleRegistry _rules = new();

    [Fact]
    public void The_same_rule_goes_on_with_its_counters()
    {
        var first = _rules.Register(1, Window);

        Assert.Same(first, _rules.Register(1, Window));
        Assert.NotSame(first, _rules.Register(2, Window));
        Assert.Same(first, _rules.Of(first.Number));
        Assert.Same(first, _rules.Of(1UL));
        Assert.Null(_rules.Of(3UL));
    }

    [Fact]
    public void The_rule_that_nobody_has_asked_for_the_longest_time_makes_room()
    {
        for (ulong i = 1; i <= RuleRegistry.MaxRules; i++)
            _rules.Register(i, Window);
        _rules.Register(1, Window);

        _rules.Register(1000, Window);

        Assert.NotNull(_rules.Of(1UL));
        Assert.Null(_rules.Of(2UL));
        Assert.NotNull(_rules.Of(1000UL));
    }
}
