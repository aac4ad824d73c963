using Bulwark.Admin.Access;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Admin.Tests.Access;

public sealed class OneTimeLinksTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Makes_twenty_within_five_minutes_and_no_more()
    {
        var links = new OneTimeLinks(_time);
        for (var i = 0; i < OneTimeLinks.MostAtATime; i++)
            Assert.True(links.TryRedeem(Assert.NotNull(links.Create()).Secret));

        Assert.Null(links.Create());
        _time.Advance(OneTimeLinks.Lifetime - TimeSpan.FromTicks(1));
        Assert.Null(links.Create());
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.NotNull(links.Create());
    }

    [Fact]
    public void Knows_a_link_without_using_it_up()
    {
        var links = new OneTimeLinks(_time);
        var secret = links.Create()!.Value.Secret;

        Assert.True(links.IsGood(secret));
        Assert.True(links.IsGood(secret));
        Assert.False(links.IsGood(secret + "x"));
        Assert.True(links.TryRedeem(secret));
        Assert.False(links.IsGood(secret));
    }
}
