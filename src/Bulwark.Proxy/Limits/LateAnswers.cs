using Bulwark.Proxy.Http2;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Proxy.Limits;

/// <summary>
/// Bounds the time between the end of an answer on our side and its end on the wire. The server takes a small answer, or the last pieces of a large one, at once, and the request is
/// over; while its client leaves a window of HTTP/2 shut, the server holds the stream for as long as the connection lasts.
/// </summary>
public static class LateAnswers
{
    /// <summary>What the server holds of an answer at most, in pieces: the size of its response buffer.</summary>
    private const int MostPieces = 4;

    /// <summary>Stands before everything else, so that no answer is without it.</summary>
    public static void UseLateAnswers(this IApplicationBuilder app)
    {
        var watch = app.ApplicationServices.GetRequiredService<SlowReaderWatch>();
        Func<object, Task> end = context => EndAsync((HttpContext)context, watch);
        app.Use(next => context =>
        {
            // The protocol is at hand; what belongs to the connection the server finds at the end of a long search.
            if (HttpProtocol.IsHttp2(context.Request.Protocol) && context.Features.Get<Http2Streams>() is not null)
                context.Response.OnCompleted(end, context);
            return next(context);
        });
    }

    private static Task EndAsync(HttpContext context, SlowReaderWatch watch)
    {
        var patience = context.Features.GetRequiredFeature<ReadingConnection>().Patience;
        context.Features.GetRequiredFeature<Http2Streams>().Answered(
            context.Features.GetRequiredFeature<IHttp2StreamIdFeature>().StreamId, watch.GetTimestamp() + (patience * PiecesOf(context.Response.ContentLength)));
        return Task.CompletedTask;
    }

    private static long PiecesOf(long? length) => Math.Clamp((length + PacedStream.Piece - 1) / PacedStream.Piece ?? MostPieces, 1, MostPieces);
}
