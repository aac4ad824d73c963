using System.Net.Security;
using System.Net.Sockets;
using Bulwark.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Edge.Tests.Handshakes;

public sealed class HandshakeDeadlineTests
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Little = TimeSpan.FromMilliseconds(10);

    private readonly Clock _time = new();

    [Fact]
    public async Task Hello_and_handshake_have_one_deadline()
    {
        await using var edge = await EdgeFixture.StartAsync(time: _time);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", edge.Port, Deadline.Token());
        await _time.Begun.WaitAsync(Deadline.Token());
        _time.Advance(Most - Little);

        await tcp.GetStream().WriteAsync(await HelloAsync(edge), Deadline.Token());
        Assert.NotEqual(0, await tcp.GetStream().ReadAtLeastAsync(new byte[100], 100, throwOnEndOfStream: false, Deadline.Token()));
        _time.Advance(Little);

        // Well below the server's own 10 s, which begin with the hello.
        await ReadToEndAsync(tcp.GetStream(), Deadline.Token(Most / 2));
    }

    [Fact]
    public async Task Who_has_shaken_hands_is_not_closed()
    {
        await using var edge = await EdgeFixture.StartAsync(time: _time);
        await using var client = await edge.ConnectAsync();
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");

        _time.Advance(Most + Little);
        await client.SendAsync("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 302", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    /// <summary>What a real client says first.</summary>
    private static async Task<byte[]> HelloAsync(EdgeFixture edge)
    {
        using var stream = new MemoryStream();
        await using var tls = new SslStream(stream);
        await Assert.ThrowsAsync<IOException>(() => tls.AuthenticateAsClientAsync(edge.Tls(), Deadline.Token()));
        return stream.ToArray();
    }

    private static async Task ReadToEndAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null, cancellationToken);
        }
        catch (IOException)
        {
            // Reset: closed as well.
        }
    }

    /// <summary>Tells when a deadline has begun.</summary>
    private sealed class Clock() : FakeTimeProvider(System.GetUtcNow())
    {
        public SemaphoreSlim Begun { get; } = new(0);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime == Most && period == Timeout.InfiniteTimeSpan)
                Begun.Release();

            return timer;
        }
    }
}
