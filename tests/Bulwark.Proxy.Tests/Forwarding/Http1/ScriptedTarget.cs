using System.Net.Sockets;
using System.Text;
using Bulwark.Core.Http;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Testing;

namespace Bulwark.Proxy.Tests.Forwarding.Http1;

/// <summary>A target that does on each of its connections, byte for byte, what the test says.</summary>
internal sealed class ScriptedTarget : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Task> _connections = [];
    private readonly Func<Connection, Task> _script;
    private readonly Task _accepting;
    private int _count;

    public ScriptedTarget(Func<Connection, Task> script)
    {
        _script = script;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_directory.Path, "target.sock")));
        _listener.Listen(1000);
        _accepting = AcceptAsync();
    }

    /// <summary>How many connections have been made.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>True: whoever connects says that it was he who ended the connection.</summary>
    public bool IsCut { get; set; }

    /// <summary>A connection to it, for a pool.</summary>
    public async ValueTask<TargetLink> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            var socket = await UnixSocketHttp.ConnectAsync(Path.Combine(_directory.Path, "target.sock"), cancellationToken);
            return new TargetLink(new NetworkStream(socket, ownsSocket: true), socket, () => IsCut);
        }
        catch (SocketException e)
        {
            throw new ConnectFailedException(e.Message, e);
        }
    }

    /// <summary>Takes no more connections.</summary>
    public void Close() => _listener.Dispose();

    public async ValueTask DisposeAsync()
    {
        Close();
        await _accepting;
        await Task.WhenAll(_connections);
        _directory.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(Deadline.Token());
                _connections.Add(ServeAsync(new Connection(socket, Interlocked.Increment(ref _count))));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Connection connection)
    {
        using var stream = connection;
        try
        {
            await _script(connection);
        }
        catch (IOException)
        {
            // The other side closed.
        }
    }

    /// <summary>One of its connections.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="number">1 for the first.</param>
    internal sealed class Connection(Socket socket, int number) : NetworkStream(socket, ownsSocket: true)
    {
        public int Number => number;

        /// <summary>The next head; null when there is none any more.</summary>
        public async Task<string?> NextAsync()
        {
            var head = new StringBuilder();
            var buffer = new byte[1];
            while (await ReadAsync(buffer, Deadline.Token()) > 0)
            {
                head.Append((char)buffer[0]);
                if (buffer[0] == '\n' && head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
                    return head.ToString();
            }

            return null;
        }

        public Task SayAsync(string text) => WriteAsync(Encoding.Latin1.GetBytes(text), Deadline.Token()).AsTask();

        /// <summary>Gives the same answer to every request.</summary>
        public async Task AnswerAsync(string answer)
        {
            while (await NextAsync() is not null)
                await SayAsync(answer);
        }
    }
}
