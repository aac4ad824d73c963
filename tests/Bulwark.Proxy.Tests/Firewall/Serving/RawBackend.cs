using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bulwark.Proxy.Tests.Firewall.Serving;

/// <summary>A server over TCP that keeps each request as it came and answers, byte for byte, what the test says. It ends the connection for null, and behind an answer that says so.</summary>
internal sealed class RawBackend : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Func<string, string?> _answer;
    private readonly Task _accepting;
    private int _open;

    public RawBackend(Func<string, string?> answer)
    {
        _answer = answer;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(100);
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndPoint}/");

    /// <summary>What has come: head and body of each request.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>How many connections to it are open.</summary>
    public int Open => Volatile.Read(ref _open);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptAsync()));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _open);
        using (socket)
        {
            var received = "";
            var buffer = new byte[16 * 1024];
            try
            {
                while (await socket.ReceiveAsync(buffer) is > 0 and var count)
                {
                    received += Encoding.Latin1.GetString(buffer, 0, count);
                    while (TryTakeRequest(ref received) is { } request)
                    {
                        _requests.Enqueue(request);
                        if (_answer(request) is not { } answer)
                            return;

                        await socket.SendAsync(Encoding.Latin1.GetBytes(answer));
                        if (answer.Contains("Connection: close", StringComparison.Ordinal))
                            return;
                    }
                }
            }
            catch (SocketException)
            {
                // The firewall cut the connection, which it may.
            }
            finally
            {
                Interlocked.Decrement(ref _open);
            }
        }
    }

    private static string? TryTakeRequest(ref string received)
    {
        var head = received.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return null;

        var end = head + 4;
        if (received[..head].Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
        {
            var last = received.IndexOf("0\r\n\r\n", end, StringComparison.Ordinal);
            end = last < 0 ? int.MaxValue : last + 5;
        }
        else if (received[..head].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } length)
        {
            end += int.Parse(length.AsSpan("Content-Length:".Length), System.Globalization.CultureInfo.InvariantCulture);
        }

        if (end > received.Length)
            return null;

        var request = received[..end];
        received = received[end..];
        return request;
    }
}
