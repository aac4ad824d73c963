using Bulwark.Proxy.Firewall.Promotion;

namespace Bulwark.Proxy.Tests.Firewall.Promotion;

public sealed class DistinctClientsTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(20, 2)]
    [InlineData(1_000, 30)]
    [InlineData(50_000, 1_000)]
    public void Counts_each_client_once(int count, int tolerance)
    {
        var clients = new DistinctClients();
        Parallel.For(0, 3 * count, i => clients.Add(new FirewallClient($"192.0.2.{i % count}", IsMember: false)));

        Assert.InRange(clients.Value, count - tolerance, count + tolerance);
    }

    [Fact]
    public void A_flood_of_clients_takes_no_more_memory_and_is_still_many()
    {
        var clients = new DistinctClients();
        for (var i = 0; i < 1_000_000; i++)
            clients.Add(new FirewallClient($"2001:db8::{i:x}", IsMember: false));

        Assert.True(clients.Value > 300_000);
    }
}
