using System.Runtime.CompilerServices;
using Bulwark.Core.Link;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Forwarding.HandOver;

/// <summary>
/// Hands a request without a body to a tier of the same process as an object: it gets a request of its own, with the same method, target and headers, as it would have read them from a
/// connection, and what it answers goes into the client's answer without a copy of the body. What a connection would do is done here: headers of the hop end, a request that is cut off
/// learns of it, an answer that is cut off is not taken for a whole one.
/// </summary>
internal static class HandOverForwarder
{
    /// <summary>Brings the request there and the answer back, and leaves the session.</summary>
    /// <param name="outer">The client's request.</param>
    /// <param name="session">A session that this request has entered.</param>
    /// <param name="place">What it gives back when it leaves.</param>
    /// <param name="target">The target that the session leads to.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ForwarderError> SendAsync(HttpContext outer, LinkSession session, int place, ForwardTarget target)
    {
        var patience = Patience.Begin(target.ActivityTimeout, outer.RequestAborted);
        var cut = session.ConnectionClosed.UnsafeRegister(static patience => ((Patience)patience!).Lose(), patience);
        var answer = new HandedAnswer(outer, patience, target.Watch);
        try
        {
            try
            {
                await session.RunAsync(new DefaultHttpContext(new HandedRequest(outer, session, answer)));
                await answer.EndAsync();
            }
#pragma warning disable CA1031 // whatever the other tier throws means that there is no whole answer
            catch (Exception e)
#pragma warning restore CA1031
            {
                answer.CutOff(e);
            }

            return answer.Failure is { } failure ? Fail(outer, session, patience, answer, failure) : ForwarderError.None;
        }
        finally
        {
            await answer.CompletedAsync();
            await cut.DisposeAsync();
            patience.End();
            session.Leave(place);
        }
    }

    private static ForwarderError Fail(HttpContext outer, LinkSession session, Patience patience, HandedAnswer answer, Exception failure)
    {
        var reason = session.ConnectionClosed.IsCancellationRequested ? new IOException("The in-memory session has ended.", failure) : failure;

        // What was written before the head could be sent cannot be taken back, and is no answer.
        return answer.HasStarted || answer.UnflushedBytes > 0 ? ForwardFailure.CutOff(outer, answer.ErrorOf(), reason) : ForwardFailure.Unanswered(outer, patience, reason);
    }
}
