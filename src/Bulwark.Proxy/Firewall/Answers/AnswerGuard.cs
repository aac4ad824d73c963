using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Proxy.Firewall.Answers;

/// <summary>Keeps an answer from the client until the rules have nothing against it, and answers in its place otherwise.</summary>
internal static class AnswerGuard
{
    /// <summary>Runs what answers.</summary>
    public static async Task RunAsync(HttpContext context, RequestDelegate next, RequestFirewall firewall)
    {
        var client = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var aborted = context.RequestAborted;
        using var inspection = new AnswerInspection(firewall, context);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var answer = new AnswerStream(context, inspection, client.Stream, end.Cancel);
        context.RequestAborted = end.Token;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer, client));
        try
        {
            await next(context);
            await answer.FinishAsync(aborted);
        }
        catch (OperationCanceledException) when (inspection.Refusal is not null && !aborted.IsCancellationRequested)
        {
            // It was us who wanted no more of it.
        }
        finally
        {
            context.RequestAborted = aborted;
            context.Features.Set(client);
        }

        if (inspection.Refusal is { } refusal && !aborted.IsCancellationRequested)
            await RefuseAsync(context, refusal);
    }

    /// <summary>Nothing of the answer is left: no header, no trailer, no word.</summary>
    private static Task RefuseAsync(HttpContext context, FirewallRefusal refusal)
    {
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.Clear();
        if (context.Features.Get<IHttpResponseTrailersFeature>()?.Trailers is { IsReadOnly: false } trailers)
            trailers.Clear();

        return refusal.AnswerAsync(context);
    }
}
