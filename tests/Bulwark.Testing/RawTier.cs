using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Bulwark.Testing;

/// <summary>A Unix socket that shows the head of each request exactly as it came over the wire, and gives each the same answer.</summary>
public sealed class RawTier : IAsyncDisposable
{
    private readonly byte[] _answer;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Channel<string> _heads = Channel.CreateUnbounded<string>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public RawTier(string socket, string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    {
        _answer = Encoding.Latin1.GetBytes(answer);
        File.Delete(socket);
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>True: each connection is closed after its answer.</summary>
    public bool IsBrief { get; init; }

    /// <summary>The next request: its lines up to the empty one.</summary>
    public async Task<string[]> NextAsync() => (await _heads.Reader.ReadAsync(Deadline.Token())).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How many requests have come that nobody has looked at.</summary>
    public int Waiting => _heads.Reader.Count;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        var head = new StringBuilder();
        var buffer = new byte[1];
        try
        {
            while (await stream.ReadAsync(buffer, _stop.Token) > 0)
            {
                head.Append((char)buffer[0]);
                if (!EndsWith(head, "\r\n\r\n"))
                    continue;

                _heads.Writer.TryWrite(head.ToString());
                head.Clear();
                await stream.WriteAsync(_answer, _stop.Token);
                if (IsBrief)
                    return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over, or the other side closed.
        }
    }

    private static bool EndsWith(StringBuilder text, string end) =>
        text.Length >= end.Length && text.ToString(text.Length - end.Length, end.Length) == end;
}
