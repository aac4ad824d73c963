using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Bulwark.Proxy.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding;

/// <summary>Copies the body of an answer from the HTTP client into the server's own buffers, each part as soon as it comes.</summary>
internal sealed class BodyCopy(HttpContext context, Patience patience)
{
    private const int LeastRoom = 4 * 1024;

    /// <summary>A record of TLS and a frame of HTTP/2 are no larger. What is written at once stays in memory, several times over, for as long as its client does not take it.</summary>
    private const int MostRoom = 16 * 1024;

    private bool _isWriting;

    /// <summary>What the exception that <see cref="RunAsync"/> threw means.</summary>
    public ForwarderError ErrorOf() => this switch
    {
        _ when patience.IsClientGone => ForwarderError.ResponseBodyCanceled,
        { _isWriting: true } => ForwarderError.ResponseBodyClient,
        _ => ForwarderError.ResponseBodyDestination,
    };

    /// <summary>Copies until the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync(HttpResponseMessage answer)
    {
        SlowAnswers.Watch(context, context.Response.ContentLength);
        var output = context.Response.BodyWriter;

        // Headers otherwise wait for the first part of the body. A reader of events has to know at once that its stream is open, though nothing happens yet.
        if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true)
            await context.Response.Body.FlushAsync(patience.Token);

        using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
        var left = answer.Content.Headers.ContentLength ?? long.MaxValue;
        var room = (int)Math.Clamp(left == long.MaxValue ? 0 : left, LeastRoom, MostRoom);
        while (true)
        {
            var memory = output.GetMemory(room);
            var count = await body.ReadAsync(memory, patience.Token);
            if (count == 0)
                return;

            output.Advance(count);
            patience.Renew();
            left -= count;
            if (left == 0)
            {
                await EndAsync(body, output);
                return;
            }

            if (count == memory.Length)
                room = MostRoom;
            await FlushAsync(output);
        }
    }

    /// <summary>
    /// The last byte has come. In HTTP/2 the end is told by a frame (RFC 9113 section 6.1), and the server makes one of it and what has not been flushed. It waits for that
    /// only when nobody stands in between and the target has said that this was all.
    /// </summary>
    private async ValueTask EndAsync(Stream body, PipeWriter output)
    {
        var end = body.ReadAsync(new byte[1], patience.Token);
        if (!end.IsCompleted || !HttpProtocol.IsHttp2(context.Request.Protocol) || context.Features.Get<IHttpResponseBodyFeature>() is StreamResponseBodyFeature)
            await FlushAsync(output);

        if (await end != 0)
            throw new IOException("The answer is longer than it said.");
    }

    private async ValueTask FlushAsync(PipeWriter output)
    {
        _isWriting = true;
        await output.FlushAsync(patience.Token);
        _isWriting = false;
    }
}
