using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Bulwark.Core.Http;
using Bulwark.Proxy.Forwarding;
using Bulwark.Proxy.Forwarding.Http2;
using Bulwark.Proxy.Tests.Forwarding.Http1;
using Bulwark.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Tests.Forwarding.Http2;

/// <summary>A target that does on each of its connections, frame for frame, what the test says.</summary>
internal sealed class StreamTarget : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<Connection> _connections = new();
    private readonly List<Task> _serving = [];
    private readonly Func<Connection, Task> _script;
    private readonly Task _accepting;

    public StreamTarget(Func<Connection, Task> script)
    {
        _script = script;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_directory.Path, "target.sock")));
        _listener.Listen(1000);
        _accepting = AcceptAsync();
    }

    /// <summary>What it says first on a connection.</summary>
    public byte[] Settings { get; init; } = Http2Frames.Frame(Http2Frames.Settings, 0, 0, []);

    /// <summary>All that were made, in their order.</summary>
    public IReadOnlyList<Connection> Connections => [.. _connections];

    /// <summary>A setting.</summary>
    public static byte[] Setting(ushort name, uint value)
    {
        var payload = new byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(payload, name);
        BinaryPrimitives.WriteUInt32BigEndian(payload.AsSpan(2), value);
        return Http2Frames.Frame(Http2Frames.Settings, 0, 0, payload);
    }

    /// <summary>A connection to it, for a pool.</summary>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return new NetworkStream(await UnixSocketHttp.ConnectAsync(Path.Combine(_directory.Path, "target.sock"), cancellationToken), ownsSocket: true);
        }
        catch (SocketException e)
        {
            throw new ConnectFailedException(e.Message, e);
        }
    }

    /// <summary>Takes no more connections.</summary>
    public void Close() => _listener.Dispose();

    /// <summary>A tier that forwards to this target.</summary>
    /// <param name="protocols">What the tier speaks with its clients.</param>
    /// <param name="patience">How long the target may be silent; null for a minute.</param>
    /// <param name="lifetime">How long a connection to the target may last; null for any time.</param>
    public Task<Door> StartDoorAsync(HttpProtocols protocols = HttpProtocols.Http1, TimeSpan? patience = null, TimeSpan? lifetime = null) => Door.StartAsync(
        new ForwardTarget("target", new SocketsHttpHandler(), new ForwarderRequestConfig { ActivityTimeout = patience ?? TimeSpan.FromSeconds(60) })
        {
            Streams = new Http2Pool(ConnectAsync, lifetime ?? Timeout.InfiniteTimeSpan),
        },
        protocols);

    public async ValueTask DisposeAsync()
    {
        Close();
        await _accepting;
        await Task.WhenAll(_serving);
        _directory.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new Connection(await _listener.AcceptAsync(Deadline.Token()), _connections.Count + 1);
                _connections.Enqueue(connection);
                _serving.Add(ServeAsync(connection));
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
            await connection.ReadExactlyAsync(new byte[24], Deadline.Token());
            await connection.SendAsync(Settings);
            await _script(connection);
            await connection.NextAsync();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other side closed.
        }
        finally
        {
            connection.HasEnded = true;
        }
    }

    /// <summary>A request as it came.</summary>
    internal sealed record Request(int Stream, string Headers, int Frames);

    /// <summary>One of its connections.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="number">1 for the first.</param>
    internal sealed class Connection(Socket socket, int number) : NetworkStream(socket, ownsSocket: true)
    {
        private readonly ConcurrentQueue<(byte Type, byte Flags, int Stream, byte[] Payload)> _others = new();

        public int Number => number;

        /// <summary>True when either side has closed it.</summary>
        public volatile bool HasEnded;

        /// <summary>Everything that came and was no request.</summary>
        public IEnumerable<(byte Type, byte Flags, int Stream, byte[] Payload)> Others => _others;

        /// <summary>The code of the GOAWAY that came; null when none has.</summary>
        public uint? Goodbye => _others.Where(frame => frame.Type == Http2Frames.GoAway).Select(frame => (uint?)Number32(frame.Payload.AsSpan(4))).FirstOrDefault();

        /// <summary>The streams that were taken back, with the codes.</summary>
        public IEnumerable<(int Stream, uint Code)> Resets => _others.Where(frame => frame.Type == Http2Frames.RstStream).Select(frame => (frame.Stream, Number32(frame.Payload)));

        /// <summary>By how much a window has grown.</summary>
        public long Granted(int stream) => _others.Where(frame => frame.Type == Http2Frames.WindowUpdate && frame.Stream == stream).Sum(frame => Number32(frame.Payload));

        /// <summary>The next request; null when the connection has ended.</summary>
        public async Task<Request?> NextAsync()
        {
            var (block, frames) = (new List<byte>(), 0);
            while (await Http2Frames.ReadFrameAsync(this) is { } frame)
            {
                if (frame.Type is not (Http2Frames.Headers or Http2Frames.Continuation))
                {
                    _others.Enqueue(frame);
                    continue;
                }

                block.AddRange(frame.Payload);
                frames++;
                if ((frame.Flags & Http2Frames.EndHeaders) != 0)
                    return new Request(frame.Stream, Encoding.Latin1.GetString([.. block]), frames);
            }

            return null;
        }

        public Task SendAsync(params byte[][] frames) => WriteAsync((byte[])[.. frames.SelectMany(frame => frame)], Deadline.Token()).AsTask();

        /// <summary>A whole answer.</summary>
        public Task AnswerAsync(Request request, string body = "") => SendAsync(Answers.Head(request.Stream), Answers.Data(request.Stream, body));

        /// <summary>Gives each request the same answer.</summary>
        public async Task AnswerAllAsync(Func<int, byte[][]> answer)
        {
            while (await NextAsync() is { } request)
                await SendAsync(answer(request.Stream));
        }

        private static uint Number32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}
