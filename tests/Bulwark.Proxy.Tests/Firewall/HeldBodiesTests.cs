using System.Net;
using System.Net.Sockets;
using System.Text;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Bodies;
using Bulwark.Proxy.Firewall.Serving;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Firewall;

/// <summary>Nobody holds memory for long, or all of it, by sending bodies that do not end.</summary>
[Collection(nameof(RequestFirewall.Memory))]
public sealed class HeldBodiesTests
{
    private const int Limit = 1024 * 1024;

    [Fact]
    public async Task A_client_that_holds_its_share_is_refused_and_others_are_not()
    {
        await using var site = await FirewalledSite.StartAsync();
        var bodies = new List<TcpClient>();
        try
        {
            for (var i = 0; i < RequestFirewall.MostHeldOfClient / Limit; i++)
            {
                bodies.Add(await BeginAsync(site, "127.1.0.1", Limit));
                var held = (i + 1L) * Limit;
                await Deadline.UntilAsync(() => RequestFirewall.Memory.Held == held);
            }

            using var more = await BeginAsync(site, "127.1.0.1", 4096);
            Assert.StartsWith("HTTP/1.1 429", await AnswerAsync(more), StringComparison.Ordinal);
            Assert.Equal(200, await site.SendAsync("POST", "/anything", new ByteArrayContent(new byte[1000])));
        }
        finally
        {
            bodies.ForEach(body => body.Dispose());
        }

        await Deadline.UntilAsync(() => RequestFirewall.Memory.Held == 0);
        Assert.Equal(200, await site.SendAsync("POST", "/anything", new ByteArrayContent(new byte[1000])));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(Limit)]
    public async Task A_body_that_does_not_go_on_is_refused(int bytes)
    {
        var time = new FakeTimeProvider();
        await using var site = await FirewalledSite.StartAsync(time: time);
        using var client = await BeginAsync(site, "127.0.0.1", bytes);
        await Deadline.UntilAsync(() => RequestFirewall.Memory.Held >= bytes);

        var begun = time.GetUtcNow();
        var answer = AnswerAsync(client);
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
        Assert.True(time.GetUtcNow() - begun >= BodyPatience.Silence);
        await Deadline.UntilAsync(() => RequestFirewall.Memory.Held == 0);
        Assert.Equal("slow-body", (string?)Assert.Single(await site.LogAsync())["reason"]);
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(80 * 1024, 70)]
    public async Task A_body_that_trickles_has_as_long_as_its_bytes_are_worth(int held, int seconds)
    {
        var time = new FakeTimeProvider();
        using var patience = new BodyPatience(time, CancellationToken.None);
        await using var client = new Trickle(time);

        var count = 1;
        while (count == 1)
            count = await patience.ReadAsync(client, new byte[1], held);

        Assert.Equal(BodyPatience.Over, count);
        Assert.Equal(seconds, (time.GetUtcNow() - time.Start).TotalSeconds, tolerance: 10);
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_slow_one()
    {
        using var left = new CancellationTokenSource();
        using var patience = new BodyPatience(TimeProvider.System, left.Token);
        await using var client = new Trickle(new FakeTimeProvider()) { IsSilent = true };
        var reading = patience.ReadAsync(client, new byte[1], 0).AsTask();

        await left.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public void A_share_is_given_back_with_the_memory()
    {
        var memory = new HeldMemory(100_000, shareLimit: 10_000);
        using var first = new HeldBody(memory, share: 7);
        using var second = new HeldBody(memory, share: 7);
        using var other = new HeldBody(memory, share: 8);

        Fill(first, 8192);
        Assert.True(second.Room(8192).IsEmpty);
        Assert.True(second.IsShareSpent);
        Assert.False(other.Room(8192).IsEmpty);
        first.Dispose();
        Assert.False(second.Room(8192).IsEmpty);
    }

    [Fact]
    public void A_body_as_large_as_it_may_be_takes_no_more_than_that()
    {
        var memory = new HeldMemory(10 * Limit);
        using var body = new HeldBody(memory);

        Fill(body, Limit);

        Assert.Equal((Limit, Limit), (body.Length, memory.Held));
        Assert.True(body.Room(Limit).IsEmpty);
        Assert.Equal(Limit, memory.Held);
    }

    private static void Fill(HeldBody body, int length)
    {
        while (body.Length < length)
        {
            var room = body.Room(length);
            Assert.False(room.IsEmpty);
            body.Advance(room.Length);
        }
    }

    /// <summary>Sends a body without its end.</summary>
    private static async Task<TcpClient> BeginAsync(FirewalledSite site, string from, int bytes)
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(from), 0));
        await client.ConnectAsync(IPAddress.Loopback, site.Url.Port, Deadline.Token());
        var head = $"POST /anything HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{bytes:x}\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), Deadline.Token());
        await client.GetStream().WriteAsync(new byte[bytes], Deadline.Token());
        return client;
    }

    private static async Task<string> AnswerAsync(TcpClient client)
    {
        var bytes = new byte[4096];
        return Encoding.ASCII.GetString(bytes, 0, await client.GetStream().ReadAsync(bytes, Deadline.Token()));
    }

    /// <summary>Brings a byte every ten seconds.</summary>
    private sealed class Trickle(FakeTimeProvider time) : MemoryStream
    {
        public bool IsSilent { get; init; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (!IsSilent)
                time.Advance(TimeSpan.FromSeconds(10));
            else
                await Task.Delay(Timeout.Infinite, cancellationToken);

            cancellationToken.ThrowIfCancellationRequested();
            return 1;
        }
    }
}
