using Bulwark.Core.Striping;

namespace Bulwark.Core.Tests.Striping;

public sealed class HoldersTests
{
    [Fact]
    public void Is_over_at_once_when_it_is_closed_and_nobody_holds_it()
    {
        var ends = 0;
        var holders = new Holders(() => ends++);

        Assert.True(holders.TryEnter(out var place));
        holders.Leave(place);
        Assert.Equal(0, ends);

        holders.Close();
        Assert.Equal(1, ends);
    }

    [Fact]
    public void Is_over_once_with_the_last_to_leave_and_lets_nobody_in_before()
    {
        var ends = 0;
        var holders = new Holders(() => ends++);
        Assert.True(holders.TryEnter(out var first));
        Assert.True(holders.TryEnter(out var second));

        holders.Close();
        holders.Close();
        Assert.False(holders.TryEnter(out _));
        holders.Leave(first);
        Assert.Equal(0, ends);

        holders.Leave(second);
        Assert.Equal(1, ends);
        Assert.False(holders.TryEnter(out _));
        Assert.Equal(1, ends);
    }

    [Fact]
    public async Task Never_ends_under_a_holder_and_always_after_the_last()
    {
        for (var round = 0; round < 200; round++)
        {
            var ends = 0;
            var endedTooEarly = 0;
            var entered = 0;
            var holders = new Holders(() => Interlocked.Increment(ref ends));
            var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                while (holders.TryEnter(out var place))
                {
                    if (Interlocked.Increment(ref entered) % 16 == 0)
                        Thread.Yield();
                    if (Volatile.Read(ref ends) != 0)
                        Interlocked.Increment(ref endedTooEarly);
                    holders.Leave(place);
                }
            }, TestContext.Current.CancellationToken)).ToArray();

            SpinWait.SpinUntil(() => Volatile.Read(ref entered) > 50);
            holders.Close();
            await Task.WhenAll(workers);

            Assert.Equal(0, endedTooEarly);
            Assert.Equal(1, ends);
        }
    }
}
