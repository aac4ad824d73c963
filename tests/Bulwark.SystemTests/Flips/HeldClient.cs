using System.Diagnostics;
using System.Net.Security;
using System.Text;
using Bulwark.SystemTests.Soak;
using Bulwark.Testing;

namespace Bulwark.SystemTests.Flips;

/// <summary>A connection straight to the load balancer that has something open on it: a long poll, or a WebSocket.</summary>
internal sealed class HeldClient : IAsyncDisposable
{
    private const string Head = "Host: localhost\r\n";

    private readonly RawTlsClient _client;

    private HeldClient(RawTlsClient client) => _client = client;

    /// <summary>Asks for something that is held, and waits until the backend has it.</summary>
    public static async Task<HeldClient> PollAsync(int port, SslClientAuthenticationOptions tls, SoakBackend backend)
    {
        var held = backend.Holding;
        var client = await RawTlsClient.ConnectAsync(port, tls);
        await client.SendAsync($"GET {SoakBackend.Held}?id={SoakBackend.HeldId} HTTP/1.1\r\n{Head}\r\n");
        await Deadline.UntilAsync(() => backend.Holding > held);
        return new HeldClient(client);
    }

    public static async Task<HeldClient> OpenSocketAsync(int port, SslClientAuthenticationOptions tls)
    {
        var client = await RawTlsClient.ConnectAsync(port, tls);
        await client.SendAsync($"GET {SoakBackend.Echo} HTTP/1.1\r\n{Head}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 101 ", await client.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        return new HeldClient(client);
    }

    /// <summary>True when a WebSocket message comes back.</summary>
    public async Task<bool> EchoesAsync()
    {
        // A masked text frame of four letters, its mask all zeros (RFC 6455 section 5.2).
        await _client.Stream.WriteAsync((byte[])[0x81, 0x84, 0, 0, 0, 0, .. "ping"u8], Deadline.Token());
        var frame = new byte[6];
        return await _client.Stream.ReadAtLeastAsync(frame, frame.Length, throwOnEndOfStream: false, Deadline.Token()) == 6 && Encoding.ASCII.GetString(frame, 2, 4) == "ping";
    }

    /// <summary>Reads to the end of the connection, which must come without an answer; gives when it came.</summary>
    public async Task<long> EndAsync()
    {
        Assert.DoesNotContain("HTTP/1.1 200 ", await _client.ReadToEndAsync(), StringComparison.Ordinal);
        return Stopwatch.GetTimestamp();
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
