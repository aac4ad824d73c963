using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding.Http1;

/// <summary>
/// Forwards requests without a body to a target that speaks HTTP/1.1: from the server's request to bytes on a connection, and from those to the server's answer, with no message in
/// between. What it does to a request and its answer is what the general forwarder does.
/// </summary>
internal static class Http1Forwarder
{
    /// <summary>
    /// Brings the request to the target and the answer back. A failure leaves its <see cref="IForwarderErrorFeature"/> behind, and its status when the answer has not begun;
    /// an answer that has begun is cut off.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ForwarderError> SendAsync(HttpContext context, ForwardTarget target, TargetPool pool)
    {
        var patience = Patience.Begin(target.ActivityTimeout, context.RequestAborted);
        TargetConnection? connection = null;
        CancellationTokenRegistration end = default;
        try
        {
            for (var isFirst = true; ; isFirst = false)
            {
                try
                {
                    connection = isFirst ? Take(pool, context, target.Name) : null;
                    connection ??= await pool.ConnectAsync(patience.Token);
                    if (!connection.IsReused)
                        connection.Begin(context, target.Name);

                    // Cancelling a read costs more than the read, and a connection whose request has ended too early is of no use anyhow.
                    end = patience.Token.UnsafeRegister(static connection => ((TargetConnection)connection!).Abort(), connection);
                    await connection.AskAsync();
                    break;
                }
#pragma warning disable CA1031 // whatever went wrong, there is no answer
                catch (Exception e)
#pragma warning restore CA1031
                {
                    if (!isFirst || !MayBeRepeated(context, connection, patience))
                        return ForwardFailure.Unanswered(context, patience, patience.Token.IsCancellationRequested ? new OperationCanceledException(e.Message, e) : e);
                }

                await end.DisposeAsync();
                connection?.Dispose();
            }

            patience.Renew();
            var error = await AnswerAsync(context, target, connection, patience);
            await end.DisposeAsync();
            if (error != ForwarderError.None || !connection.IsReusable)
                return error;

            pool.Return(connection);
            connection = null;
            return error;
        }
        finally
        {
            await end.DisposeAsync();
            connection?.Dispose();
            patience.End();
        }
    }

    /// <summary>An idle connection on which the request can be sent; null when there is none.</summary>
    private static TargetConnection? Take(TargetPool pool, HttpContext context, string authority)
    {
        while (pool.Take() is { } connection)
        {
            var isReady = false;
            try
            {
                isReady = connection.Begin(context, authority);
                if (isReady)
                    return connection;
            }
            finally
            {
                if (!isReady)
                    connection.Dispose();
            }
        }

        return null;
    }

    /// <summary>A connection may end in the moment in which a request is sent on it. RFC 9112 section 9.3.1: an idempotent one is sent again, and none of which anything was answered.</summary>
    private static bool MayBeRepeated(HttpContext context, TargetConnection? connection, Patience patience) =>
        connection is { IsReused: true, HasSpoken: false } && TargetInvoker.MayBeRepeated(context.Request.Method) && !patience.Token.IsCancellationRequested;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwarderError> AnswerAsync(HttpContext context, ForwardTarget target, TargetConnection connection, Patience patience)
    {
        try
        {
            var member = AnswerCopy.CopyHead(context, connection.Head);
            target.Watch?.Answered(context, member);
        }
        catch (InvalidOperationException e)
        {
            // The server refuses a header that it could not send as it is.
            return ForwardFailure.CutOff(context, ForwarderError.ResponseHeaders, e);
        }

        var body = new AnswerBody(context, connection, patience);
        try
        {
            await body.RunAsync();
            return ForwarderError.None;
        }
#pragma warning disable CA1031 // whatever the two sides throw means that the answer is not whole
        catch (Exception e)
#pragma warning restore CA1031
        {
            return ForwardFailure.CutOff(context, body.ErrorOf(), e);
        }
    }
}
