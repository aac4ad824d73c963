using Bulwark.Core.Http;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Proxy.Tests.Firewall;

[Collection(nameof(RequestFirewall.Memory))]
public sealed class InspectedSocketTests
{
    [Theory]
    [InlineData(new byte[] { 0x81, 0xFE, 0x10, 0x00, 1, 2, 3, 4, 5 })] // a frame of 4096 bytes without its end
    [InlineData(new byte[] { 0x01, 0x81, 1, 2, 3, 4, 5 })] // a message without its last frame
    public async Task A_message_that_does_not_end_closes_the_socket(byte[] sent)
    {
        var time = new FakeTimeProvider();
        await using var site = await FirewalledSite.StartAsync(time: time);
        using var ended = new CancellationTokenSource();
        await using var client = new Client(sent);
        await using var socket = new InspectedSocket(client, new SocketInspection(new DefaultHttpContext(), site.Rules, ended));

        var begun = time.GetUtcNow();
        var reading = socket.ReadAsync(new byte[100], TestContext.Current.CancellationToken).AsTask();
        while (!reading.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.True(ended.IsCancellationRequested);
        Assert.True(time.GetUtcNow() - begun >= TimeSpan.FromSeconds(30));
        Assert.Equal([0x88, 1013 >> 8, 1013 & 255], [client.Received[0], client.Received[2], client.Received[3]]);
    }

    /// <summary>Sends some bytes, and then nothing.</summary>
    private sealed class Client(byte[] sent) : AsyncStream
    {
        private bool _hasSent;

        public List<byte> Received { get; } = [];

        public override bool CanRead => true;

        public override bool CanWrite => true;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_hasSent)
                await Task.Delay(Timeout.Infinite, cancellationToken);

            _hasSent = true;
            sent.CopyTo(buffer);
            return sent.Length;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Received.AddRange(buffer.ToArray());
            return ValueTask.CompletedTask;
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
