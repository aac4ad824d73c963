using Bulwark.Core.Control;
using Bulwark.Edge.Control;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Caching;

public sealed class CacheTests(CachedEdge cached) : IClassFixture<CachedEdge>
{
    private const string Fresh = "Cache-Control: max-age=60|ETag: \"one\"|Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT";

    [Fact]
    public async Task Answers_from_the_store_until_the_answer_is_old()
    {
        var path = cached.Path(CachedEdge.Reflect("Cache-Control: public, max-age=30, s-maxage=60|X-Own: kept"));
        var first = await cached.SendAsync(path);
        cached.Time.Advance(TimeSpan.FromSeconds(59));

        var second = await cached.SendAsync(path);
        var head = await cached.SendAsync(path, method: "HEAD");
        cached.Time.Advance(TimeSpan.FromSeconds(1));
        var third = await cached.SendAsync(path);

        Assert.Contains("Cache-Status: bulwark; fwd=uri-miss; stored\r\n", first, StringComparison.Ordinal);
        Assert.Contains("Cache-Status: bulwark; hit; ttl=1\r\n", second, StringComparison.Ordinal);
        Assert.Contains("Age: 59\r\n", second, StringComparison.Ordinal);
        Assert.Contains("X-Own: kept\r\n", second, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(first[first.IndexOf("reflected", StringComparison.Ordinal)..first.IndexOf("\r\n0\r\n", StringComparison.Ordinal)], second, StringComparison.Ordinal);
        Assert.Contains("bulwark; hit", head, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", head, StringComparison.Ordinal);
        Assert.Contains("fwd=uri-miss", third, StringComparison.Ordinal);
        Assert.Equal(2, cached.Reached(path));
    }

    [Theory]
    [InlineData("If-None-Match: \"one\"", 304)]
    [InlineData("If-None-Match: W/\"one\"", 304)]
    [InlineData("If-None-Match: \"other\", \"one\"", 304)]
    [InlineData("If-None-Match: *", 304)]
    [InlineData("If-None-Match: \"other\"", 200)]
    [InlineData("If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT", 304)]
    [InlineData("If-Modified-Since: Wed, 31 Dec 2025 00:00:00 GMT", 200)]
    [InlineData("If-None-Match: \"other\"\r\nIf-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT", 200)]
    public async Task Tells_a_client_that_it_has_the_answer_already(string lines, int status)
    {
        var path = cached.Path(CachedEdge.Reflect(Fresh));
        _ = await cached.SendAsync(path);

        Assert.StartsWith($"HTTP/1.1 {status} ", await cached.SendAsync(path, lines + "\r\n"), StringComparison.Ordinal);
        Assert.Equal(1, cached.Reached(path));
    }

    [Fact]
    public async Task Asks_the_origin_once_for_all_who_come_at_the_same_time()
    {
        var release = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        var path = cached.Path(async context =>
        {
            arrived.TrySetResult();
            await release.Task.WaitAsync(Deadline.Token());
            await CachedEdge.Reflect(Fresh)(context);
        });

        var answers = Enumerable.Range(0, 20).Select(_ => cached.SendAsync(path)).ToList();
        await arrived.Task.WaitAsync(Deadline.Token());
        release.SetResult();

        Assert.All(await Task.WhenAll(answers), answer => Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal));
        Assert.Equal(1, cached.Reached(path));
    }

    [Theory]
    [InlineData(900_000, 1)]
    [InlineData(3_000_000, 2)]
    public async Task A_client_that_does_not_read_holds_up_nobody_else(int bytes, int asked)
    {
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var path = cached.Path(async context =>
        {
            arrived.TrySetResult();
            await go.Task.WaitAsync(Deadline.Token());
            context.Response.Headers.CacheControl = "max-age=60";
            context.Response.ContentLength = bytes;
            await context.Response.WriteAsync(new string('x', bytes));
        });
        await using var slow = await RawTlsClient.ConnectAsync(cached.Edge.Port, cached.Edge.Tls(), receiveBuffer: 4096);
        await slow.SendAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        await arrived.Task.WaitAsync(Deadline.Token());
        var waiting = cached.SendAsync(path);
        go.SetResult();

        // The clock of the cache stands still, so nobody waits in vain for 10 s and then asks by himself.
        Assert.EndsWith(new string('x', bytes), await waiting, StringComparison.Ordinal);
        Assert.Equal(asked, cached.Reached(path));
        Assert.EndsWith(new string('x', bytes), await slow.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_by_a_rule_what_the_origin_leaves_open_and_what_the_rule_names()
    {
        var ok = cached.Path(CachedEdge.Reflect(""), "/.well-known/matrix/rule");
        var missing = cached.Path(CachedEdge.Reflect("", 404), "/.well-known/matrix/rule");
        var forbidden = cached.Path(CachedEdge.Reflect("Cache-Control: no-store"), "/.well-known/matrix/rule");
        foreach (var path in new[] { ok, missing, forbidden, ok, missing, forbidden })
            _ = await cached.SendAsync(path);

        Assert.Equal((1, 1, 2), (cached.Reached(ok), cached.Reached(missing), cached.Reached(forbidden)));
    }

    [Fact]
    public async Task Drops_what_is_purged_and_what_is_under_way_then()
    {
        var release = new TaskCompletionSource();
        var arrived = new TaskCompletionSource();
        var stored = cached.Path(CachedEdge.Reflect(Fresh));
        var slow = cached.Path(async context =>
        {
            arrived.TrySetResult();
            await release.Task.WaitAsync(Deadline.Token());
            await CachedEdge.Reflect(Fresh)(context);
        });
        _ = await cached.SendAsync(stored);
        _ = await cached.SendAsync(stored + "?other");
        var underWay = cached.SendAsync(slow);
        await arrived.Task.WaitAsync(Deadline.Token());

        using var control = new ControlClient(cached.Edge.Environment.Data, EdgeTier.Name);
        var purged = await control.PostAsync(
            "/cache/purge", new CachePurge([$"https://LOCALHOST{stored}"], All: false), EdgeControlJson.Default.CachePurge, EdgeControlJson.Default.CachePurged, Deadline.Token());
        release.SetResult();
        _ = await underWay;
        foreach (var path in new[] { stored, stored + "?other", slow })
            _ = await cached.SendAsync(path);

        Assert.Equal(1, purged.Dropped);
        Assert.Equal(3, cached.Reached(stored)); // the other query was still there
        Assert.Equal(2, cached.Reached(slow));
    }

    [Fact]
    public async Task Tells_what_it_holds()
    {
        var path = cached.Path(CachedEdge.Reflect(Fresh));
        _ = await cached.SendAsync(path);
        using var control = new ControlClient(cached.Edge.Environment.Data, EdgeTier.Name);

        var before = await control.GetAsync("/cache", EdgeControlJson.Default.CacheView, Deadline.Token());
        _ = await cached.SendAsync(path);
        var after = await control.GetAsync("/cache", EdgeControlJson.Default.CacheView, Deadline.Token());

        Assert.True(after.Enabled);
        Assert.InRange(after.Entries, 1, 100);
        Assert.InRange(after.Bytes, 500, after.MemoryBytes);
        Assert.Equal(before.Hits + 1, after.Hits);
    }
}
