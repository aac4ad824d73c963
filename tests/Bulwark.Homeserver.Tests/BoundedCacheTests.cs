namespace Bulwark.Homeserver.Tests;

public sealed class BoundedCacheTests
{
    [Fact]
    public void Keeps_what_was_used_last()
    {
        var removed = new List<string>();
        var cache = new BoundedCache<string, int>(2, StringComparer.Ordinal, (key, value) => removed.Add($"{key}={value}"));
        cache.Set("a", 1);
        cache.Set("b", 2);
        Assert.True(cache.TryGet("a", out _));
        cache.Set("c", 3);

        Assert.False(cache.TryGet("b", out _));
        Assert.True(cache.TryGet("a", out var value));
        Assert.Equal(1, value);
        cache.Set("a", 4);
        cache.Remove("c");
        cache.Remove("nothing");
        Assert.Equal(["b=2", "a=1", "c=3"], removed);
    }
}
