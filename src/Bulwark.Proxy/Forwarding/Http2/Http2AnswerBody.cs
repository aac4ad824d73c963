using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Bulwark.Proxy.Limits;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>Copies the body of an answer from its stream into the server's own buffers, each part as soon as it comes.</summary>
internal sealed class Http2AnswerBody(HttpContext context, Http2Exchange exchange, Patience patience)
{
    /// <summary>A record of TLS and a frame of HTTP/2 are no larger. What is written at once stays in memory, several times over, for as long as its client does not take it.</summary>
    private const int MostRoom = 16 * 1024;

    private PipeWriter? _output;
    private int _unflushed;
    private bool _isWriting;

    private PipeWriter Output => _output ??= context.Response.BodyWriter;

    /// <summary>What the exception that <see cref="RunAsync"/> threw means.</summary>
    public ForwarderError ErrorOf() => this switch
    {
        _ when patience.IsClientGone => ForwarderError.ResponseBodyCanceled,
        { _isWriting: true } => ForwarderError.ResponseBodyClient,
        _ => ForwarderError.ResponseBodyDestination,
    };

    /// <summary>Copies until the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask RunAsync()
    {
        if (!exchange.HasNoBody)
        {
            SlowAnswers.Watch(context, exchange.Length < 0 ? null : exchange.Length);

            // Headers otherwise wait for the first part of the body. A reader of events has to know at once that its stream is open, though nothing happens yet.
            if (context.Response.ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true)
                await context.Response.Body.FlushAsync(patience.Token);
        }

        while (!CopyWhatIsThere())
        {
            if (_unflushed > 0)
                await FlushAsync();
            else if (exchange.Failure is { } failure)
                throw failure;
            else
                await exchange.WaitAsync();

            patience.Renew();
        }

        if (_unflushed > 0 && !LastPart.GoesOutWithTheEnd(context))
            await FlushAsync();
    }

    /// <summary>True when that was the end.</summary>
    private bool CopyWhatIsThere()
    {
        while (_unflushed < MostRoom)
        {
            var available = exchange.Available;
            var room = available > 0 ? Output.GetSpan(Math.Min(available, MostRoom)) : default;
            var count = exchange.Read(room, out var isEnd);
            if (count > 0)
                Output.Advance(count);

            _unflushed += count;
            if (isEnd || count == 0)
                return isEnd;
        }

        return false;
    }

    private async ValueTask FlushAsync()
    {
        _isWriting = true;
        await Output.FlushAsync(patience.Token);
        (_isWriting, _unflushed) = (false, 0);
    }
}
