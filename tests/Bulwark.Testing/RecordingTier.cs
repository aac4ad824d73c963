using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Bulwark.Testing;

/// <summary>
/// A Unix socket that reads requests strictly by their framing (Content-Length, or chunks) and keeps each that is complete, byte for byte. What is not framed as RFC 9112 says is
/// kept as a violation: a proxy that lets such a thing through has been tricked.
/// </summary>
public sealed class RecordingTier : IAsyncDisposable
{
    private readonly Func<RecordedRequest, string> _answer;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentQueue<RecordedRequest> _requests = new();
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public RecordingTier(string socket, Func<RecordedRequest, string>? answer = null)
    {
        _answer = answer ?? (_ => "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        File.Delete(socket);
        _listener.Bind(new UnixDomainSocketEndPoint(socket));
        _listener.Listen(512);
        _accepting = AcceptAsync();
    }

    /// <summary>The complete requests, in the order of their ends.</summary>
    public IReadOnlyList<RecordedRequest> Requests => [.. _requests];

    public IReadOnlyList<string> Violations => [.. _violations];

    public void Forget()
    {
        _requests.Clear();
        _violations.Clear();
    }

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
                connections.Add(ServeAsync(await _listener.AcceptAsync(_stop.Token), connections.Count));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        await using var stream = new BufferedStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            while (await ReadHeadAsync(stream) is { } head)
            {
                if (await ReadBodyAsync(stream, head) is not { } body)
                    return;

                var request = new RecordedRequest(connection, head, body);
                _requests.Enqueue(request);
                await stream.WriteAsync(Encoding.Latin1.GetBytes(_answer(request)), _stop.Token);
                await stream.FlushAsync(_stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The test is over, or the other side closed in the midst of a request, which then is none.
        }
    }

    private async Task<string[]?> ReadHeadAsync(Stream stream)
    {
        var lines = new List<string>();
        while (await ReadLineAsync(stream) is { } line)
        {
            if (line.Length == 0)
                return [.. lines];
            lines.Add(line);
        }

        return null;
    }

    private async Task<string?> ReadBodyAsync(Stream stream, string[] head)
    {
        var lengths = Values(head, "Content-Length");
        var encodings = Values(head, "Transfer-Encoding");
        if (lengths.Length + encodings.Length > 1)
            return Violation($"two ends: {string.Join(" | ", head)}");
        if (encodings.Length == 1)
            return encodings[0] == "chunked" ? await ReadChunksAsync(stream) : Violation($"transfer-encoding {encodings[0]}");
        if (lengths.Length == 0)
            return "";
        return long.TryParse(lengths[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? await ReadTextAsync(stream, (int)length)
            : Violation($"content-length {lengths[0]}");
    }

    private async Task<string?> ReadChunksAsync(Stream stream)
    {
        var body = new StringBuilder();
        while (true)
        {
            if (await ReadLineAsync(stream) is not { } size)
                return null;
            if (!int.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length))
                return Violation($"chunk size {size}");

            body.Append(await ReadTextAsync(stream, length));
            if (await ReadLineAsync(stream) is not { Length: 0 })
                return Violation("a chunk that does not end, or a trailer");
            if (length == 0)
                return body.ToString();
        }
    }

    private async Task<string> ReadTextAsync(Stream stream, int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, _stop.Token);
        return Encoding.Latin1.GetString(bytes);
    }

    private async Task<string?> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var next = new byte[1];
        while (await stream.ReadAsync(next, _stop.Token) > 0)
        {
            line.Append((char)next[0]);
            if (next[0] != '\n')
                continue;
            if (line.Length < 2 || line[^2] != '\r' || line.ToString(0, line.Length - 2).AsSpan().ContainsAny('\r', '\0'))
                return Violation($"line {line}");
            return line.ToString(0, line.Length - 2);
        }

        return null;
    }

    private string? Violation(string what)
    {
        _violations.Enqueue(what);
        return null;
    }

    private static string[] Values(string[] head, string name) =>
        [.. head.Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Select(line => line[(name.Length + 1)..].Trim())];
}
