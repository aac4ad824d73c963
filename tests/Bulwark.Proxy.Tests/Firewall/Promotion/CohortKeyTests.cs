using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Promotion;
using Bulwark.Testing;

namespace Bulwark.Proxy.Tests.Firewall.Promotion;

public sealed class CohortKeyTests : IDisposable
{
    private const int Clients = 100_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly DataDirectory _data;

    public CohortKeyTests() => _data = TestEnvironment.Create(_directory).Data;

    public void Dispose() => _directory.Dispose();

    // The bounds are five standard deviations of a binomial distribution: sqrt(n p (1 - p)).
    [Theory]
    [InlineData(1, 157)]
    [InlineData(10, 474)]
    public void So_many_of_all_clients_are_in_a_cohort(int percent, int deviation)
    {
        var key = CohortKey.Of(_data, "core");

        var members = Enumerable.Range(0, Clients).Count(i => key.Contains(Member(i), percent));
        var addresses = Enumerable.Range(0, Clients).Count(i => key.Contains(Address(i), percent));

        Assert.InRange(members, (Clients * percent / 100) - deviation, (Clients * percent / 100) + deviation);
        Assert.InRange(addresses, (Clients * percent / 100) - deviation, (Clients * percent / 100) + deviation);
    }

    [Fact]
    public void A_client_keeps_its_place_and_a_larger_share_holds_the_smaller_one()
    {
        var (key, again) = (CohortKey.Of(_data, "core"), CohortKey.Of(_data, "core"));
        for (var i = 0; i < Clients; i++)
        {
            var client = Address(i);
            Assert.Equal(key.PlaceOf(client), again.PlaceOf(client));
            Assert.True(!key.Contains(client, 1) || key.Contains(client, 10));
            Assert.True(key.Contains(client, 100));
            Assert.False(key.Contains(client, 0));
        }
    }

    [Fact]
    public void The_places_of_two_groups_have_nothing_to_do_with_each_other()
    {
        var (core, crs) = (CohortKey.Of(_data, "core"), CohortKey.Of(_data, "crs"));

        var both = Enumerable.Range(0, Clients).Count(i => core.Contains(Member(i), 10) && crs.Contains(Member(i), 10));

        // One percent of all, give or take five standard deviations.
        Assert.InRange(both, 1000 - 157, 1000 + 157);
    }

    [Fact]
    public void A_member_is_not_taken_for_an_address_of_the_same_name()
    {
        var key = CohortKey.Of(_data, "core");

        Assert.NotEqual(key.PlaceOf(new FirewallClient("192.0.2.1", IsMember: false)), key.PlaceOf(new FirewallClient("192.0.2.1", IsMember: true)));
    }

    [Fact]
    public void Another_instance_has_other_places()
    {
        using var other = new TemporaryDirectory();
        var (mine, its) = (CohortKey.Of(_data, "core"), CohortKey.Of(TestEnvironment.Create(other).Data, "core"));

        Assert.NotEqual(
            Enumerable.Range(0, 10).Select(i => mine.PlaceOf(Address(i))),
            Enumerable.Range(0, 10).Select(i => its.PlaceOf(Address(i))));
    }

    private static FirewallClient Member(int number) => new($"{number:x24}", IsMember: true);

    private static FirewallClient Address(int number) => new($"10.{number >> 16}.{(number >> 8) & 255}.{number & 255}", IsMember: false);
}
