using System.Globalization;
using System.Net.Security;

namespace Bulwark.Testing.Hostile;

/// <summary>Sends requests byte for byte over HTTP/1.1 or HTTP/2, one after the other, and opens another connection when the server ended the last.</summary>
public sealed class HostileClient(int port, Func<SslApplicationProtocol, SslClientAuthenticationOptions> tls, bool isHttp2) : IAsyncDisposable
{
    private RawTlsClient? _connection;
    private int _stream;

    /// <summary>Sends a GET. Gives the status, or null when there was no answer.</summary>
    public async Task<int?> GetAsync(string target, string host = "localhost", params IEnumerable<(string Name, string Value)> headers)
    {
        if (isHttp2)
        {
            return await SendFramesAsync(stream => Http2Frames.Frame(
                Http2Frames.Headers,
                Http2Frames.EndStream | Http2Frames.EndHeaders,
                stream,
                Http2Frames.Block([(":method", "GET"), (":scheme", "https"), (":path", target), (":authority", host), .. headers.Select(header => (header.Name.ToLowerInvariant(), header.Value))])));
        }

        return await SendTextAsync($"GET {target} HTTP/1.1\r\nHost: {host}\r\n{string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"))}\r\n");
    }

    /// <summary>Sends a request of the corpus, under a host and with one more header where that is given.</summary>
    public Task<int?> SendAsync(HostileRequest request, string host = "localhost", string header = "")
    {
        (string, string)[] own = request.Header is { } given ? [given] : [];
        (string, string)[] more = header.Split(": ") is [var name, var value] ? [(name, value)] : [];
        return GetAsync(request.Target, host, [.. own, .. more]);
    }

    /// <summary>Sends text over HTTP/1.1 and reads one answer.</summary>
    public async Task<int?> SendTextAsync(string text)
    {
        try
        {
            var connection = await ConnectAsync();
            await connection.SendAsync(text);
            return await ReadAnswerAsync(connection);
        }
        catch (IOException)
        {
            await CloseAsync();
            return null;
        }
    }

    /// <summary>Sends frames over HTTP/2 on a new stream and reads until it is answered or reset.</summary>
    public async Task<int?> SendFramesAsync(Func<int, byte[]> frames)
    {
        try
        {
            var connection = await ConnectAsync();
            var stream = _stream += 2;
            await connection.Stream.WriteAsync(frames(stream), Deadline.Token());
            return await ReadAnswerAsync(connection, stream);
        }
        catch (IOException)
        {
            await CloseAsync();
            return null;
        }
    }

    public async Task CloseAsync()
    {
        if (_connection is not null)
            await _connection.DisposeAsync();
        _connection = null;
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<RawTlsClient> ConnectAsync()
    {
        if (_connection is not null)
            return _connection;

        _connection = await RawTlsClient.ConnectAsync(port, tls(isHttp2 ? SslApplicationProtocol.Http2 : SslApplicationProtocol.Http11));
        _stream = -1;
        if (isHttp2)
            await _connection.Stream.WriteAsync(Http2Frames.Preface, Deadline.Token());
        return _connection;
    }

    private async Task<int?> ReadAnswerAsync(RawTlsClient connection)
    {
        var head = await connection.ReadUntilAsync("\r\n\r\n");
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))?[16..];
        if (length is null || head.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal))
            await CloseAsync();
        else
            await connection.Stream.ReadExactlyAsync(new byte[int.Parse(length, CultureInfo.InvariantCulture)], Deadline.Token());
        return int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
    }

    /// <summary>Statuses are read by nobody here: on HTTP/2 any answer counts as 0.</summary>
    private async Task<int?> ReadAnswerAsync(RawTlsClient connection, int stream)
    {
        int? status = null;
        while (await Http2Frames.ReadFrameAsync(connection.Stream) is { } frame)
        {
            if (frame.Type == Http2Frames.GoAway)
                break;
            if (frame.Stream != stream)
                continue;
            if (frame.Type == Http2Frames.RstStream)
                return status;
            if (frame.Type == Http2Frames.Headers)
                status = 0;
            if (frame.Type is Http2Frames.Headers or Http2Frames.Data && (frame.Flags & Http2Frames.EndStream) != 0)
                return status;
        }

        await CloseAsync();
        return status;
    }
}
