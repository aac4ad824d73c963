using System.Buffers.Binary;
using System.Net;
using Bulwark.Proxy.Addresses;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.RateLimiting.Matching;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Tests.RateLimiting;

/// <summary>Attackers with more addresses than there is memory.</summary>
public sealed class AttackTests
{
    private const int Million = 1_000_000;
    private const int SlotsOfOneMiB = 32_768;

    private readonly DefaultHttpContext _context = new();
    private long _allocated;

    [Fact]
    public void A_million_addresses_are_counted_in_the_memory_that_was_allowed_and_nothing_else_is_allocated()
    {
        using var site = Site(requests: 2, memoryMiB: 64);

        var served = 0;
        for (var i = 0; i < Million; i++)
            served += Send(site, IPv4(i)) ? 1 : 0;

        Assert.InRange(served, Million * 97 / 100, Million);
        Assert.InRange(_allocated, 0, (64 + 1) * 1024 * 1024);
        Assert.InRange(site.Counters.Sweep().Keys, Million * 9 / 10, 2 * Million);
    }

    [Fact]
    public void When_there_is_no_room_addresses_are_counted_by_their_networks_and_never_let_through()
    {
        using var site = Site(requests: 15, memoryMiB: 1);

        var served = 0;
        for (var i = 0; i < Million; i++)
            served += Send(site, IPv4(i)) ? 1 : 0;

        // One from each address with a counter of its own; 15 from each of the 4,096 /24 networks and 16 /16 networks at most.
        Assert.InRange(served, SlotsOfOneMiB / 2, SlotsOfOneMiB + ((4096 + 16) * 15));
        Assert.InRange(site.Counters.Overflows, Million / 2, Million);
        Assert.InRange(_allocated, 0, 2 * 1024 * 1024);
        Assert.False(Send(site, IPv4(Million - 1)));
    }

    [Fact]
    public void Another_address_of_the_same_64_network_is_nobody_else()
    {
        using var site = Site(requests: 15, memoryMiB: 1);

        var served = 0;
        for (var i = 0; i < 100_000; i++)
            served += Send(site, IPv6(network: 1, host: i)) ? 1 : 0;

        Assert.Equal(15, served);
        Assert.Equal(1, site.Counters.Sweep().Keys);
    }

    [Fact]
    public void All_64_networks_of_a_48_fill_the_table_and_then_are_one()
    {
        using var site = Site(requests: 15, memoryMiB: 1);

        var served = 0;
        for (var round = 0; round < 4; round++)
        {
            for (var network = 0; network < 65_536; network++)
                served += Send(site, IPv6(network, host: round)) ? 1 : 0;
        }

        // Who has a counter of its own is served in each round; all others together 15 times as a /48 and 15 times as a /16.
        Assert.InRange(served, 4 * SlotsOfOneMiB / 2, (4 * SlotsOfOneMiB) + 30);
    }

    [Fact]
    public void No_flood_frees_who_is_refused_and_time_does()
    {
        using var site = Site(requests: 1, memoryMiB: 1);
        for (var i = 0; i < 1000; i++)
        {
            Send(site, Refused(i));
            Assert.False(Send(site, Refused(i)));
        }

        for (var minute = 0; minute < 9; minute++)
        {
            site.Time.Advance(TimeSpan.FromMinutes(1));
            for (var i = 0; i < 100_000; i++)
                Send(site, IPv4((minute * 100_000) + i));
        }

        for (var i = 0; i < 1000; i++)
            Assert.False(Send(site, Refused(i)));

        // Everything is over, and there is room again for each.
        site.Time.Advance(TimeSpan.FromMinutes(11));
        for (var i = 0; i < 1000; i++)
            Assert.True(Send(site, Refused(i)));
    }

    [Fact]
    public void Values_without_addresses_share_counters_too_when_there_is_no_room()
    {
        var options = Options(requests: 15, memoryMiB: 1);
        options.Rules[0].Characteristics = [new() { Type = CharacteristicType.Header, Name = "X-Key" }];
        using var site = new LimitedSite(options);

        var served = 0;
        for (var i = 0; i < Million; i++)
        {
            _context.Request.Headers["X-Key"] = i.ToString("D", null);
            served += site.Limiter.Judge(_context, out _) is null ? 1 : 0;
        }

        // Counters of their own for some, one of 65,536 for others as long as there is room, and one of 1,024 for the rest.
        Assert.InRange(served, SlotsOfOneMiB / 2, (SlotsOfOneMiB * 15) + (1024 * 15));
        Assert.InRange(site.Counters.Overflows, Million / 2, Million);
    }

    private bool Send(LimitedSite site, IPAddress address)
    {
        _context.Features.Set(ClientAddress.OfPeer(address));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var isServed = site.Limiter.Judge(_context, out _) is null;
        _allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return isServed;
    }

    private static IPAddress IPv4(int number) => new((ReadOnlySpan<byte>)[10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]);

    private static IPAddress Refused(int number) => new((ReadOnlySpan<byte>)[192, 0, (byte)(number >> 8), (byte)number]);

    /// <summary>One of the 65,536 /64 networks of 2001:db8:1::/48.</summary>
    private static IPAddress IPv6(int network, int host)
    {
        Span<byte> bytes = [0x20, 0x01, 0x0d, 0xb8, 0, 1, (byte)(network >> 8), (byte)network, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(bytes[12..], host);
        return new IPAddress(bytes);
    }

    private static LimitedSite Site(int requests, int memoryMiB) => new(Options(requests, memoryMiB));

    private static RateLimitOptions Options(int requests, int memoryMiB) => new()
    {
        MemoryMiB = memoryMiB,
        Rules = [new() { Name = "rule", Period = TimeSpan.FromMinutes(10), RequestsPerPeriod = requests, MitigationTimeout = TimeSpan.FromMinutes(10) }],
    };
}
