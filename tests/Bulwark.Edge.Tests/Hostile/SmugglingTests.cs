using System.Net.Security;
using System.Text;
using Bulwark.Testing;
using Bulwark.Testing.Hostile;
using static Bulwark.Testing.Http2Frames;

namespace Bulwark.Edge.Tests.Hostile;

/// <summary>Over the real edge, the real load balancer and a Unix socket, with mutual TLS and HTTP/2 between the two or the link in memory.</summary>
public sealed class SmugglingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_request_hides_in_another_one_of_HTTP_1(bool isLinked)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = new RecordingTier(edge.Socket("homeserver"));
        await using var client = new HostileClient(edge.Port, alpn => edge.Tls(alpn), isHttp2: false);

        Assert.Empty(await SmugglingCorpus.SendHttp1Async(client, tier));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_request_hides_in_another_one_of_HTTP_2(bool isLinked)
    {
        await using var edge = await EdgeFixture.StartAsync(isLinked);
        await using var tier = new RecordingTier(edge.Socket("homeserver"));
        await using var client = new HostileClient(edge.Port, alpn => edge.Tls(alpn), isHttp2: true);

        Assert.Empty(await SmugglingCorpus.SendHttp2Async(client, tier));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("x", false)]
    public async Task A_request_without_content_waits_until_it_is_sure_that_none_comes(string data, bool arrives)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var tier = new RecordingTier(edge.Socket("homeserver"));
        await using var client = await RawTlsClient.ConnectAsync(edge.Port, edge.Tls(SslApplicationProtocol.Http2));
        var block = Block((":method", "POST"), (":scheme", "https"), (":path", SmugglingCorpus.Outer), (":authority", "localhost"), ("content-length", "0"));
        await client.Stream.WriteAsync((byte[])[.. Preface, .. Frame(Http2Frames.Headers, EndHeaders, 1, block)], Deadline.Token());

        // Another request overtakes it: the first one has been seen by then.
        await client.Stream.WriteAsync(SmugglingCorpus.Request(3, [(":method", "GET"), (":path", SmugglingCorpus.Next)], ""), Deadline.Token());
        await Deadline.UntilAsync(() => tier.Requests.Count > 0);
        Assert.Equal(SmugglingCorpus.Next, Assert.Single(tier.Requests).Target);
        await client.Stream.WriteAsync(Frame(Data, EndStream, 1, Encoding.ASCII.GetBytes(data)), Deadline.Token());
        while (await ReadFrameAsync(client.Stream) is { } frame && (frame.Stream != 1 || frame.Type is not (Http2Frames.Headers or RstStream)))
        {
            // Until it is answered, or reset.
        }

        Assert.Equal(arrives ? 2 : 1, tier.Requests.Count);
        Assert.Empty(tier.Violations);
    }
}
