using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Bulwark.Testing;

/// <summary>TCP and TLS with the bytes in the test's own hand: for requests that no HTTP client would send.</summary>
public sealed class RawTlsClient : IAsyncDisposable
{
    private readonly TcpClient _tcp;
    private readonly SslStream _tls;

    private RawTlsClient(TcpClient tcp, SslStream tls) => (_tcp, _tls) = (tcp, tls);

    public SslStream Stream => _tls;

    /// <param name="port">Of 127.0.0.1.</param>
    /// <param name="options">How it greets the server.</param>
    /// <param name="receiveBuffer">Bytes that the kernel takes for a client that does not read; 0: as many as it likes.</param>
    public static async Task<RawTlsClient> ConnectAsync(int port, SslClientAuthenticationOptions options, int receiveBuffer = 0)
    {
        var tcp = new TcpClient();
        if (receiveBuffer > 0)
            tcp.ReceiveBufferSize = receiveBuffer;
        await tcp.ConnectAsync("127.0.0.1", port, Deadline.Token());
        var tls = new SslStream(tcp.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(options, Deadline.Token());
            return new RawTlsClient(tcp, tls);
        }
        catch
        {
            await tls.DisposeAsync();
            tcp.Dispose();
            throw;
        }
    }

    public async Task SendAsync(string text) => await _tls.WriteAsync(Encoding.Latin1.GetBytes(text), Deadline.Token());

    /// <summary>Everything that comes until the other side closes the connection.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int count; (count = await _tls.ReadAsync(buffer, Deadline.Token())) > 0;)
                text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }
        catch (IOException)
        {
            // Closed without the courtesy of a TLS close_notify.
        }

        return text.ToString();
    }

    /// <summary>How many bytes of application data come until the other side closes the connection.</summary>
    public async Task<long> CountToEndAsync()
    {
        var total = 0L;
        var buffer = new byte[64 * 1024];
        for (int count; (count = await TryReadAsync(buffer)) > 0; total += count)
        {
            // Only their number matters.
        }

        return total;
    }

    /// <summary>Reads once; 0 when the connection has ended, courteously or not.</summary>
    public async Task<int> TryReadAsync(Memory<byte> buffer)
    {
        try
        {
            return await _tls.ReadAsync(buffer, Deadline.Token());
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <summary>What has come up to and with the given text.</summary>
    public async Task<string> ReadUntilAsync(string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal))
        {
            if (await _tls.ReadAsync(buffer, Deadline.Token()) == 0)
                throw new EndOfStreamException($"Closed after: {text}");

            text.Append((char)buffer[0]);
        }

        return text.ToString();
    }

    /// <summary>
    /// How many bytes of application data a peer gets to read that sends a request in this way: 0 when it is refused, in or after the handshake.
    /// </summary>
    public static async Task<int> CountApplicationBytesAsync(int port, SslClientAuthenticationOptions options, ReadOnlyMemory<byte> request)
    {
        try
        {
            await using var client = await ConnectAsync(port, options);
            var first = client._tls.ReadAsync(new byte[4096], Deadline.Token());
            await client._tls.WriteAsync(request, Deadline.Token());
            return await first;
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _tls.DisposeAsync();
        _tcp.Dispose();
    }
}
