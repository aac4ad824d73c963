using Bulwark.Proxy.RateLimiting.Counting;

namespace Bulwark.Proxy.Tests.RateLimiting.Counting;

public sealed class StripedCountTests
{
    [Fact]
    public void Loses_nothing_of_what_threads_add_at_once()
    {
        var count = new StripedCount();

        Parallel.For(0, 20_000, _ => count.Increment());

        Assert.Equal(20_000, count.Value);
    }
}
