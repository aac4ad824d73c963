using System.Net.Sockets;

namespace Bulwark.Core.Http;

/// <summary>HTTP to a Unix socket: how tiers of one machine reach each other.</summary>
public static class UnixSocketHttp
{
    /// <summary>A handler whose every connection goes to <paramref name="path"/>, whatever host the URI names. No proxy, cookies or redirects.</summary>
    public static SocketsHttpHandler CreateHandler(string path) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        ConnectCallback = (_, cancellationToken) => ConnectAsync(path, cancellationToken),
    };

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
