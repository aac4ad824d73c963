using System.Net.Sockets;
using System.Text;

namespace Bulwark.Core.Http;

/// <summary>HTTP to a Unix socket: how tiers of one machine reach each other.</summary>
public static class UnixSocketHttp
{
    // A Unix socket whose listener has a full backlog refuses at once (EAGAIN, connect(2)) where TCP would wait: so the waiting is done here.
    private const int MaxAttempts = 500;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(10);

    /// <summary>A handler whose every connection goes to <paramref name="path"/>, whatever host the URI names. No proxy, cookies or redirects.</summary>
    public static SocketsHttpHandler CreateHandler(string path) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, // the servers read headers as UTF-8; anything else would fail a request that they took
        ConnectCallback = async (_, cancellationToken) => new NetworkStream(await ConnectAsync(path, cancellationToken), ownsSocket: true),
    };

    /// <summary>A connection to a Unix socket.</summary>
    /// <exception cref="SocketException">Nobody listens there, or its queue stayed full.</exception>
    public static async ValueTask<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return socket;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock && attempt < MaxAttempts)
            {
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            await Task.Delay(RetryDelay, cancellationToken);
        }
    }
}
