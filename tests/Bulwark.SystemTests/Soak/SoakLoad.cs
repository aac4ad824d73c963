using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Bulwark.SystemTests.Soak;

/// <summary>Clients of the edge: quick requests (three of ten are POST), long polls and WebSockets, until enough was asked and the caller has done what it wanted to do.</summary>
internal sealed class SoakLoad(int port, X509Certificate2 authority, SoakSize size) : IDisposable
{
    private const int Callers = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _failures = new();
    private readonly CancellationTokenSource _enough = new();
    private Task[] _clients = [];
    private int _requests;
    private int _answeredPolls;
    private int _echoes;

    public IReadOnlyCollection<string> Failures => _failures;

    public int Requests => _requests;

    public int AnsweredPolls => _answeredPolls;

    public int Echoes => _echoes;

    public DateTimeOffset StartedAt { get; private set; }

    public DateTimeOffset EndedAt { get; private set; }

    public void Start()
    {
        StartedAt = TimeProvider.System.GetUtcNow();
        var number = 0;
        _clients =
        [
            .. Enumerable.Range(0, Callers).Select(_ => RunAsync(AskAsync, number++)),
            .. Enumerable.Range(0, size.LongPolls).Select(_ => RunAsync(PollAsync, number++)),
            .. Enumerable.Range(0, size.WebSockets).Select(_ => RunAsync(EchoAsync, number++)),
        ];
    }

    /// <summary>Waits until the requests have been made, then lets every client end what it has begun.</summary>
    public async Task EndAsync()
    {
        await _enough.CancelAsync();
        await Task.WhenAll(_clients);
        EndedAt = TimeProvider.System.GetUtcNow();
    }

    public void Dispose() => _enough.Dispose();

    private bool IsEnough => _enough.IsCancellationRequested;

    private async Task RunAsync(Func<SoakConnection, int, Task> client, int number)
    {
        try
        {
            using var connection = await SoakConnection.OpenAsync(port, authority, number);
            await client(connection, number);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException or OperationCanceledException or WebSocketException)
        {
            _failures.Enqueue($"client {number}: {e.GetBaseException().Message}");
        }
    }

    private async Task AskAsync(SoakConnection connection, int number)
    {
        for (var i = 0; !IsEnough || Volatile.Read(ref _requests) < size.Requests; i++)
        {
            Interlocked.Increment(ref _requests);
            var id = string.Create(CultureInfo.InvariantCulture, $"{number}-{i}");
            if (await connection.AskAsync(i % 10 < 3 ? "POST" : "GET", SoakBackend.Quick, id) is { } failure)
            {
                _failures.Enqueue(failure);
                return;
            }
        }
    }

    private async Task PollAsync(SoakConnection connection, int number)
    {
        for (var i = 0; !IsEnough; i++)
        {
            if (await connection.AskAsync("GET", SoakBackend.Held, string.Create(CultureInfo.InvariantCulture, $"{number}-{i}")) is { } failure)
            {
                _failures.Enqueue(failure);
                return;
            }

            Interlocked.Increment(ref _answeredPolls);
        }
    }

    private async Task EchoAsync(SoakConnection connection, int number)
    {
        using var socket = await UpgradeAsync(connection);
        var buffer = new byte[256];
        for (var i = 0; !IsEnough; i++)
        {
            using var deadline = new CancellationTokenSource(Patience);
            var text = string.Create(CultureInfo.InvariantCulture, $"{number}-{i}");
            await socket.SendAsync(Encoding.ASCII.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
            var received = await socket.ReceiveAsync(buffer, deadline.Token);
            if (received.MessageType != WebSocketMessageType.Text || Encoding.ASCII.GetString(buffer, 0, received.Count) != text)
                throw new IOException($"WebSocket: {received.MessageType} in place of the echo ({received.CloseStatus} {received.CloseStatusDescription})");

            Interlocked.Increment(ref _echoes);
            await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
        }

        using var end = new CancellationTokenSource(Patience);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, end.Token);
    }

    private async Task<WebSocket> UpgradeAsync(SoakConnection connection)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await connection.Stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {SoakBackend.Echo} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n"), deadline.Token);
        var head = "";
        var one = new byte[1];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal) && await connection.Stream.ReadAsync(one, deadline.Token) > 0)
            head += (char)one[0];

        return head.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal)
            ? WebSocket.CreateFromStream(connection.Stream, new WebSocketCreationOptions())
            : throw new IOException($"WebSocket: '{head}'");
    }
}
