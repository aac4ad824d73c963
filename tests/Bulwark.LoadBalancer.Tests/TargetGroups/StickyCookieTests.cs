using Bulwark.LoadBalancer.TargetGroups;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.LoadBalancer.Tests.TargetGroups;

public sealed class StickyCookieTests
{
    private static readonly string[] Addresses = ["http://a", "http://b"];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Names_a_target_until_it_is_over()
    {
        var cookie = Create(key: 1);
        var value = cookie.Create(1);

        Assert.EndsWith("; Max-Age=86400; Path=/; Secure; HttpOnly; SameSite=Lax", value, StringComparison.Ordinal);
        Assert.Equal((1, true), Read(cookie, value));
        _time.Advance(TimeSpan.FromHours(13));
        Assert.Equal((1, false), Read(cookie, value));
        _time.Advance(TimeSpan.FromHours(12));
        Assert.Equal((-1, false), Read(cookie, value));
    }

    [Fact]
    public void Takes_no_cookie_that_has_been_changed_anywhere()
    {
        var cookie = Create(key: 1);
        var value = cookie.Create(1).Split(';')[0];
        for (var i = "lb=".Length; i < value.Length; i++)
        {
            var changed = value[..i] + (value[i] == 'A' ? 'B' : 'A') + value[(i + 1)..];
            Assert.Equal(-1, Read(cookie, changed).Target);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("lb=")]
    [InlineData("lb=x")]
    [InlineData("lb=!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    public void Takes_nothing_else_for_a_cookie(string header) => Assert.Equal((-1, false), Read(Create(key: 1), header));

    [Fact]
    public void Takes_no_cookie_of_another_group_or_for_a_target_that_has_left()
    {
        Assert.Equal(-1, Read(Create(key: 2), Create(key: 1).Create(1)).Target);
        Assert.Equal(-1, Read(Create(key: 1, ["http://a"]), Create(key: 1).Create(1)).Target);
    }

    private StickyCookie Create(byte key, string[]? addresses = null) => new(new() { Cookie = "lb" }, [key], addresses ?? Addresses, _time);

    private static (int Target, bool IsFresh) Read(StickyCookie cookie, string header)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = "other=1; " + header.Split(';')[0];
        var target = cookie.Read(context.Request, out var isFresh);
        return (target, isFresh);
    }
}
