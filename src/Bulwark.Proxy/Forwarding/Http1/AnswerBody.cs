using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Bulwark.Proxy.Limits;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>Copies the body of an answer from a connection into the server's own buffers, each part as soon as it comes.</summary>
internal sealed class AnswerBody(HttpContext context, TargetConnection connection, Patience patience)
{
    private const int LeastRoom = 4 * 1024;

    /// <summary>A record of TLS and a frame of HTTP/2 are no larger. What is written at once stays in memory, several times over, for as long as its client does not take it.</summary>
    private const int MostRoom = 16 * 1024;

    /// <summary>Below this, what is left of a chunk is read together with what follows it.</summary>
    private const int LargePart = 8 * 1024;

    private PipeWriter? _output;
    private bool _isUnflushed;
    private bool _isWriting;

    /// <summary>What the exception that <see cref="RunAsync"/> threw means.</summary>
    public ForwarderError ErrorOf() => this switch
    {
        _ when patience.IsClientGone => ForwarderError.ResponseBodyCanceled,
        { _isWriting: true } => ForwarderError.ResponseBodyClient,
        _ => ForwarderError.ResponseBodyDestination,
    };

    private PipeWriter Output => _output ??= context.Response.BodyWriter;

    /// <summary>Copies until the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync()
    {
        var head = connection.Head;
        if (!head.HasBody(context.Request.Method))
            return;

        SlowAnswers.Watch(context, head.IsChunked || head.Length < 0 ? null : head.Length);

        // Headers otherwise wait for the first part of the body. A reader of events has to know at once that its stream is open, though nothing happens yet.
        if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true)
            await context.Response.Body.FlushAsync(patience.Token);

        if (head.IsChunked)
            await CopyChunksAsync();
        else if (head.Length > 0)
            await CopyAsync(head.Length, isLast: true);
        else
            await CopyAllAsync();

        if (_isUnflushed && !LastPart.GoesOutWithTheEnd(context))
            await FlushAsync();
    }

    private async ValueTask CopyChunksAsync()
    {
        while (true)
        {
            int taken;
            long size;
            while ((taken = Chunks.ReadSize(connection.Received, out size)) == 0)
                await ReceiveAsync();

            connection.Use(taken);
            if (size == 0)
                break;

            await CopyAsync(size, isLast: false);
            while (!Chunks.ReadEnd(connection.Received))
                await ReceiveAsync();

            connection.Use(2);
        }

        await ReadTrailersAsync();
    }

    private async ValueTask ReadTrailersAsync()
    {
        var line = 0;
        int length;
        while ((length = FieldList.EndOf(connection.Received, ref line)) == 0)
        {
            if (connection.Received.Length > AnswerHead.MostBytes)
                throw new BadAnswerException("The trailers of the answer are too large.");

            await ReceiveAsync();
        }

        if (length > 2)
            CopyTrailers(connection.Received[..length]);

        connection.Use(length);
    }

    private void CopyTrailers(ReadOnlySpan<byte> bytes)
    {
        var trailers = new FieldList();
        for (var line = FieldList.TakeLine(ref bytes); !line.IsEmpty; line = FieldList.TakeLine(ref bytes))
            trailers.Add(line);

        AnswerCopy.CopyTrailers(context, trailers);
    }

    /// <summary>Copies so many bytes.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask CopyAsync(long left, bool isLast)
    {
        while (true)
        {
            left -= Take(left);
            if (left == 0)
                return;

            if (isLast || left >= LargePart)
                left -= await ReadAsync(left);
            else
                await ReceiveAsync();
        }
    }

    /// <summary>Copies until the target closes the connection.</summary>
    private async ValueTask CopyAllAsync()
    {
        Take(long.MaxValue);
        while (await TryReadAsync(MostRoom) > 0)
        {
            // It is copied already.
        }

        // That it was us who closed it looks just the same.
        if (connection.IsAborted)
            throw new IOException("The connection to the target was cut.");
    }

    /// <summary>Copies what has come already.</summary>
    private int Take(long most)
    {
        var received = connection.Received;
        var count = (int)Math.Min(most, received.Length);
        if (count == 0)
            return 0;

        Output.Write(received[..count]);
        connection.Use(count);
        _isUnflushed = true;
        return count;
    }

    private async ValueTask<int> ReadAsync(long most) => await TryReadAsync(most) is var count and > 0 ? count : throw Early();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> TryReadAsync(long most)
    {
        if (_isUnflushed)
            await FlushAsync();

        var memory = Output.GetMemory((int)Math.Clamp(most, LeastRoom, MostRoom));
        if (memory.Length > most)
            memory = memory[..(int)most];

        var count = await connection.ReadAsync(memory);
        patience.Renew();
        Output.Advance(count);
        _isUnflushed = count > 0;
        return count;
    }

    private async ValueTask ReceiveAsync()
    {
        if (_isUnflushed)
            await FlushAsync();

        if (await connection.ReceiveAsync() == 0)
            throw Early();

        patience.Renew();
    }

    private async ValueTask FlushAsync()
    {
        _isWriting = true;
        await Output.FlushAsync(patience.Token);
        _isWriting = false;
        _isUnflushed = false;
    }

    private static IOException Early() => new("The answer ended before its end.");
}
