using System.Globalization;
using Bulwark.Edge.Caching;

namespace Bulwark.Edge.Tests.Caching;

public sealed class CacheStoreTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly CacheStore _store = new();

    [Fact]
    public void Holds_no_more_than_its_memory_and_keeps_what_is_asked_for()
    {
        const long memory = 100_000;
        Add("/kept", memory);
        for (var i = 0; i < 500; i++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"/{i}"), memory);
            _store.Visit(_store.Find(Key("/kept"))!);
            Assert.InRange(_store.Bytes, 1, memory);
        }

        Assert.Null(_store.Find(Key("/0")));
        Assert.NotNull(_store.Find(Key("/499")));
    }

    [Fact]
    public void Bounds_the_answers_of_one_address()
    {
        for (var i = 0; i < 100; i++)
            Add("/one", 10_000_000, string.Create(CultureInfo.InvariantCulture, $"{i}"));

        Assert.Equal(16, _store.Count);
        Assert.Equal(16, _store.Purge(url => url == "/one"));
        Assert.Equal((0, 0L), (_store.Count, _store.Bytes));
    }

    [Fact]
    public void Replaces_an_answer_without_counting_it_twice()
    {
        Add("/one", 10_000_000);
        var bytes = _store.Bytes;
        for (var i = 0; i < 1000; i++)
            Add("/one", 10_000_000);

        Assert.Equal((1, bytes), (_store.Count, _store.Bytes));
    }

    private static CacheKey Key(string url, string variant = "") => new(url, $"{url}\n{variant}");

    private void Add(string url, long memory, string variant = "")
    {
        var key = Key(url, variant);
        var fetch = _store.Join(key, out var isOwn);
        Assert.True(isOwn);
        var entry = new CacheEntry
        {
            Key = key,
            Status = 200,
            Headers = [],
            Body = new byte[1000],
            StoredAt = Now,
            InitialAge = TimeSpan.Zero,
            FreshFor = TimeSpan.FromMinutes(1),
        };
        _store.Finish(key, fetch, entry, memory);
    }
}
