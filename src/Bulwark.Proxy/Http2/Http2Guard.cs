using System.Buffers.Binary;
using System.IO.Pipelines;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.Wire;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Bulwark.Proxy.Http2;

/// <summary>
/// Bounds what one HTTP/2 connection may cost beside its requests: resets, pings, settings and the like (RFC 9113 section 10.5). Too much of it ends the connection
/// with GOAWAY and ENHANCE_YOUR_CALM.
/// </summary>
internal sealed class Http2Guard(TimeProvider time, ILogger<Http2Guard> log)
{
    private const uint EnhanceYourCalm = 0xB;

    /// <summary>Each line of the log stands for all floods of this time: a flood of connections is no flood of lines.</summary>
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    /// <summary>A peer that does not take our last word within this time does not get it.</summary>
    private static readonly TimeSpan GoAwayTimeout = TimeSpan.FromMilliseconds(500);

    private readonly IntervalCount _unlogged = new(LogInterval, time);

    /// <summary>Serves a connection until it ends, by itself or because it floods us.</summary>
    /// <param name="connection">After its handshake.</param>
    /// <param name="bounds">What it may send.</param>
    /// <param name="next">The server.</param>
    public async Task ServeAsync(ConnectionContext connection, Http2Bounds bounds, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var streams = Watch(connection);
        var output = new Http2GuardWriter(transport.Output, streams is null ? null : new Http2AnswerScanner(streams));
        var input = new Http2GuardReader(transport.Input, new Http2FrameScanner(new Http2FrameCounter(bounds, time), streams), output.Stop);
        connection.Transport = new WirePair(input, output);
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }

        if (input.Flood == Http2Flood.None)
            return;

        Report(connection, input.Flood);
        await SayGoodbyeAsync(transport);
    }

    /// <summary>A connection whose client has to take its answers in time tells which of them wait for it.</summary>
    private static Http2Streams? Watch(ConnectionContext connection)
    {
        if (connection.Features.Get<ReadingConnection>() is not { } reading)
            return null;

        reading.Streams = new Http2Streams();
        connection.Features.Set(reading.Streams);
        return reading.Streams;
    }

    private void Report(ConnectionContext connection, Http2Flood flood)
    {
        Metrics.CountFlood(flood);
        if (_unlogged.TryTake(out var count))
            Log.Http2Flood(log, connection.RemoteEndPoint, flood, count);
    }

    /// <summary>The server has ended: nobody else writes here any more.</summary>
    private static async Task SayGoodbyeAsync(IDuplexPipe transport)
    {
        using var timeout = new CancellationTokenSource(GoAwayTimeout);
        try
        {
            await transport.Output.WriteAsync(GoAway(), timeout.Token);

            // What lies unread when a socket closes makes it a reset, which takes our last word from the peer again.
            while (await transport.Input.ReadAsync(timeout.Token) is { IsCompleted: false } result)
                transport.Input.AdvanceTo(result.Buffer.End);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or ObjectDisposedException)
        {
            // The peer is gone, or does not listen: the connection closes either way.
        }
    }

    private static byte[] GoAway()
    {
        var frame = new byte[17];
        frame[2] = 8; // length
        frame[3] = 7; // type
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(9), 0x7FFF_FFFF); // which streams were served is known by their answers
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(13), EnhanceYourCalm);
        return frame;
    }
}
