using System.Runtime.CompilerServices;
using Bulwark.Proxy.Forwarding.Http1;
using Bulwark.Proxy.Forwarding.Http2.Hpack;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding.Http2;

/// <summary>
/// Forwards requests without a body to a target that speaks HTTP/2: from the server's request to a header block among others, and from what comes back to the server's answer, with no
/// message in between. What it does to a request and its answer is what the general forwarder does.
/// </summary>
internal static class Http2Forwarder
{
    /// <summary>So often a request is sent again that the target says it has not looked at.</summary>
    private const int MostRefusals = 3;

    /// <summary>So many connections at most are opened for one request. Those who come for the same one at the same time may leave no room on it.</summary>
    private const int MostConnections = 16;

    /// <summary>
    /// Brings the request to the target and the answer back. A failure leaves its <see cref="IForwarderErrorFeature"/> behind, and its status when the answer has not begun;
    /// an answer that has begun is cut off.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ForwarderError> SendAsync(HttpContext context, ForwardTarget target, Http2Pool pool)
    {
        var patience = Patience.Begin(target.ActivityTimeout, context.RequestAborted);
        Http2Exchange? exchange = null;
        CancellationTokenRegistration end = default;
        var connections = 0;
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                try
                {
                    while ((exchange = Begin(context, target, pool)) is null)
                    {
                        if (connections++ == MostConnections)
                            throw new ConnectFailedException("The target takes no requests", new IOException("It ends connections as soon as they are open."));

                        await pool.GrowAsync(patience.Token);
                    }

                    end = patience.Token.UnsafeRegister(static exchange => ((Http2Exchange)exchange!).Abort(), exchange);
                    while (exchange.Status == 0)
                    {
                        if (exchange.Failure is { } failure)
                            throw failure;

                        await exchange.WaitAsync();
                    }

                    break;
                }
#pragma warning disable CA1031 // whatever went wrong, there is no answer
                catch (Exception e)
#pragma warning restore CA1031
                {
                    if (!MayBeRepeated(context, exchange, attempt) || patience.Token.IsCancellationRequested)
                        return ForwardFailure.Unanswered(context, patience, patience.Token.IsCancellationRequested ? new OperationCanceledException(e.Message, e) : e);
                }

                await end.DisposeAsync();
                exchange!.End();
                exchange = null;
            }

            patience.Renew();
            return await AnswerAsync(context, target, exchange, patience);
        }
        finally
        {
            // Nobody reaches the exchange any more when it begins to serve another request.
            await end.DisposeAsync();
            exchange?.End();
            patience.End();
        }
    }

    private static Http2Exchange? Begin(HttpContext context, ForwardTarget target, Http2Pool pool) => pool.TryBegin(HeaderBlockWriter.Write(context, target.Name));

    /// <summary>
    /// RFC 9113 section 8.7: any request may be sent again that the target has not looked at; one whose connection was lost may, once, when its method is safe.
    /// </summary>
    private static bool MayBeRepeated(HttpContext context, Http2Exchange? exchange, int attempt) => exchange?.Failure switch
    {
        null or OperationCanceledException or BadAnswerException or Http2Exception => false,
        StreamEndedException ended => ended.IsUnprocessed && attempt < MostRefusals,
        _ => attempt == 0 && TargetInvoker.MayBeRepeated(context.Request.Method),
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwarderError> AnswerAsync(HttpContext context, ForwardTarget target, Http2Exchange exchange, Patience patience)
    {
        try
        {
            var member = AnswerCopy.CopyHead(context, exchange);
            target.Watch?.Answered(context, member);
        }
        catch (InvalidOperationException e)
        {
            // The server refuses a header that it could not send as it is.
            return ForwardFailure.CutOff(context, ForwarderError.ResponseHeaders, e);
        }

        var body = new Http2AnswerBody(context, exchange, patience);
        try
        {
            await body.RunAsync();
        }
#pragma warning disable CA1031 // whatever the two sides throw means that the answer is not whole
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ForwardFailure.CutOff(context, body.ErrorOf(), e);
        }

        if (exchange.Trailers is { } trailers)
            AnswerCopy.CopyTrailers(context, trailers);

        return ForwarderError.None;
    }
}
