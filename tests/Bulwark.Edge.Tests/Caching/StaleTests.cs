using Bulwark.Core.Control;
using Bulwark.Core.Hosting;
using Bulwark.Edge.Control;
using Bulwark.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Edge.Tests.Caching;

/// <summary>What is stale, and may be served all the same (RFC 5861).</summary>
public sealed class StaleTests(CachedEdge cached) : IClassFixture<CachedEdge>
{
    private const string Revalidate = "Cache-Control: max-age=60, stale-while-revalidate=30";
    private const string OnError = "Cache-Control: max-age=60, stale-if-error=300";

    [Fact]
    public async Task Serves_what_is_stale_while_one_request_of_its_own_fetches_another()
    {
        var seen = new List<string>();
        var (release, arrived) = (new TaskCompletionSource(), new TaskCompletionSource());
        var path = cached.Path(async context =>
        {
            seen.AddRange(context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"));
            if (cached.Reached(context.Request.Path.Value!) > 1)
            {
                arrived.TrySetResult();
                await release.Task.WaitAsync(Deadline.Token());
            }

            await CachedEdge.Reflect(Revalidate)(context);
        });
        _ = await cached.SendAsync(path);
        cached.Time.Advance(TimeSpan.FromSeconds(65));
        seen.Clear();

        var stale = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => cached.SendAsync(path, "X-Poison: yes\r\nUser-Agent: evil\r\nX-Forwarded-For: 192.0.2.1\r\n")));
        await arrived.Task.WaitAsync(Deadline.Token());
        Assert.All(stale, answer => Assert.Contains("Cache-Status: bulwark; hit; ttl=-5\r\n", answer, StringComparison.Ordinal));
        Assert.Equal(2, cached.Reached(path));
        Assert.DoesNotContain(seen, line => line.Contains("yes", StringComparison.Ordinal) || line.Contains("evil", StringComparison.Ordinal) || line.Contains("192.0.2.1", StringComparison.Ordinal));

        release.SetResult();
        var token = Deadline.Token();
        while (!(await cached.SendAsync(path)).Contains("hit; ttl=60", StringComparison.Ordinal))
            token.ThrowIfCancellationRequested();

        Assert.Equal(2, cached.Reached(path));
    }

    [Theory]
    [InlineData(Revalidate, 89, true)]
    [InlineData(Revalidate, 90, false)]
    [InlineData("Cache-Control: max-age=60", 61, false)]
    [InlineData("Cache-Control: max-age=60, stale-while-revalidate=30, must-revalidate", 61, false)]
    [InlineData("Cache-Control: max-age=60, stale-while-revalidate=30, proxy-revalidate", 61, false)]
    [InlineData("Cache-Control: max-age=60, stale-while-revalidate=-30", 61, false)]
    [InlineData("Cache-Control: max-age=60, stale-while-revalidate=30, stale-while-revalidate=40", 61, false)]
    [InlineData("Cache-Control: max-age=60, stale-while-revalidate=9999999", 86400, true)]
    [InlineData("Cache-Control: max-age=60, stale-while-revalidate=9999999", 86461, false)]
    public async Task Serves_stale_only_for_as_long_as_the_origin_allows(string headers, int seconds, bool expected)
    {
        var path = cached.Path(CachedEdge.Reflect(headers));
        _ = await cached.SendAsync(path);
        cached.Time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, (await cached.SendAsync(path)).Contains("bulwark; hit", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Serves_what_is_stale_in_place_of_an_error(int status)
    {
        var path = cached.Path(context => CachedEdge.Reflect(cached.Reached(context.Request.Path.Value!) == 1 ? OnError : "X-Failed: yes", cached.Reached(context.Request.Path.Value!) == 1 ? 200 : status)(context));
        var first = await cached.SendAsync(path);
        cached.Time.Advance(TimeSpan.FromSeconds(61));

        var answer = await cached.SendAsync(path);

        Assert.StartsWith("HTTP/1.1 200 ", answer, StringComparison.Ordinal);
        Assert.Contains("bulwark; hit; ttl=-1\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Failed", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(first[first.IndexOf("reflected", StringComparison.Ordinal)..first.IndexOf("\r\n0\r\n", StringComparison.Ordinal)], answer, StringComparison.Ordinal);
        Assert.Equal(2, cached.Reached(path));
    }

    [Fact]
    public async Task Serves_what_is_stale_when_the_origin_breaks_off()
    {
        var path = cached.Path(context =>
        {
            if (cached.Reached(context.Request.Path.Value!) == 1)
                return CachedEdge.Reflect(OnError)(context);

            context.Abort();
            return Task.CompletedTask;
        });
        _ = await cached.SendAsync(path);
        cached.Time.Advance(TimeSpan.FromSeconds(61));

        Assert.Contains("bulwark; hit; ttl=-1\r\n", await cached.SendAsync(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnError, 404)]
    [InlineData(OnError, 403)]
    [InlineData("Cache-Control: max-age=60", 503)]
    [InlineData("Cache-Control: max-age=60, stale-if-error=300, must-revalidate", 503)]
    public async Task Passes_on_what_the_origin_says_otherwise(string headers, int status)
    {
        var path = cached.Path(context => CachedEdge.Reflect(cached.Reached(context.Request.Path.Value!) == 1 ? headers : "X-Own: yes", cached.Reached(context.Request.Path.Value!) == 1 ? 200 : status)(context));
        _ = await cached.SendAsync(path);
        cached.Time.Advance(TimeSpan.FromSeconds(61));

        var answer = await cached.SendAsync(path);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("X-Own: yes", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_was_purged_stands_in_for_nothing()
    {
        var (release, arrived) = (new TaskCompletionSource(), new TaskCompletionSource());
        var path = cached.Path(async context =>
        {
            var isFirst = cached.Reached(context.Request.Path.Value!) == 1;
            if (!isFirst)
            {
                arrived.TrySetResult();
                await release.Task.WaitAsync(Deadline.Token());
            }

            await CachedEdge.Reflect(isFirst ? OnError : "", isFirst ? 200 : 503)(context);
        });
        _ = await cached.SendAsync(path);
        cached.Time.Advance(TimeSpan.FromSeconds(61));
        var underWay = cached.SendAsync(path);
        await arrived.Task.WaitAsync(Deadline.Token());

        using var control = new ControlClient(cached.Edge.Environment.Data, EdgeTier.Name);
        _ = await control.PostAsync("/cache/purge", new CachePurge([], All: true), EdgeControlJson.Default.CachePurge, EdgeControlJson.Default.CachePurged, Deadline.Token());
        release.SetResult();

        Assert.StartsWith("HTTP/1.1 503 ", await underWay, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_settings_end_what_nobody_waits_for()
    {
        var (arrived, gone) = (new TaskCompletionSource(), new TaskCompletionSource());
        var path = cached.Path(async context =>
        {
            if (cached.Reached(context.Request.Path.Value!) == 2)
            {
                context.RequestAborted.Register(() => gone.TrySetResult());
                arrived.TrySetResult();
                await gone.Task.WaitAsync(Deadline.Token());
                return;
            }

            await CachedEdge.Reflect(Revalidate)(context);
        });
        _ = await cached.SendAsync(path);
        cached.Time.Advance(TimeSpan.FromSeconds(65));
        _ = await cached.SendAsync(path);
        await arrived.Task.WaitAsync(Deadline.Token());

        using (var prepared = cached.Edge.Services.GetRequiredService<ISettingsSwap<EdgeOptions>>().PrepareAgain())
            prepared.PutIntoForce();

        await gone.Task.WaitAsync(Deadline.Token());
    }
}
