using System.Net.Security;
using Bulwark.LoadBalancer.MutualTls;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.LoadBalancer.Tests.Http2;

public sealed class Http2GuardTests
{
    private static readonly byte[] Block = Http2Frames.Block((":method", "GET"), (":scheme", "http"), (":path", "/none"), (":authority", "localhost"));

    /// <summary>The edge's connection carries the streams of many clients, and each that goes away is a reset there.</summary>
    [Fact]
    public async Task Does_not_hold_the_resets_of_its_clients_against_an_edge()
    {
        await using var lb = await LoadBalancerFixture.StartAsync();
        await using var edge = await ConnectAsync(lb, PkiFolder.Edge);
        var goAway = Http2Frames.ReadGoAwayAsync(edge.Stream);

        for (var i = 0; i < 100; i++)
        {
            byte[] resets = [.. Enumerable.Range(0, 10).SelectMany(n => OpenAndReset((20 * i) + (2 * n) + 1))];
            await edge.Stream.WriteAsync(resets, Deadline.Token());
        }

        await edge.Stream.WriteAsync(Http2Frames.Frame(Http2Frames.GoAway, 0, 0, new byte[8]), Deadline.Token());
        Assert.True(await goAway is null or 0);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(PkiFolder.EdgeClient)]
    public async Task Holds_them_against_everybody_else(string? leaf)
    {
        await using var lb = await LoadBalancerFixture.StartAsync(options =>
        {
            options.MutualTls = MutualTlsMode.Off;
            options.EdgeIdentities = ["another"];
        });
        await using var stranger = await ConnectAsync(lb, leaf);
        var goAway = Http2Frames.ReadGoAwayAsync(stranger.Stream);

        try
        {
            for (var i = 0; i < 1_000 && !goAway.IsCompleted; i++)
                await stranger.Stream.WriteAsync(OpenAndReset((2 * i) + 1), Deadline.Token());
        }
        catch (IOException)
        {
            // The load balancer has hung up.
        }

        Assert.Equal(0xBu, await goAway);
    }

    private static byte[] OpenAndReset(int stream) =>
    [
        .. Http2Frames.Frame(Http2Frames.Headers, Http2Frames.EndStream | Http2Frames.EndHeaders, stream, Block),
        .. Http2Frames.Frame(Http2Frames.RstStream, 0, stream, [0, 0, 0, 8]),
    ];

    private static async Task<RawTlsClient> ConnectAsync(LoadBalancerFixture lb, string? leaf)
    {
        using var certificate = leaf is null ? null : lb.Leaf(leaf);
        var client = await RawTlsClient.ConnectAsync(lb.Port, lb.Tls(certificate, SslApplicationProtocol.Http2));
        await client.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        return client;
    }
}
