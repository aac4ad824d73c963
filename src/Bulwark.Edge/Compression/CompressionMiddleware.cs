using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Edge.Compression;

/// <summary>Compresses answers in front of the cache, which stores them as they are.</summary>
internal static class CompressionMiddleware
{
    /// <summary>Adds nothing when compression is off.</summary>
    public static void UseCompression(this IApplicationBuilder app, CompressionMode mode)
    {
        if (mode == CompressionMode.On)
            app.Use(next => context => CompressionPolicy.MayCompress(context) ? RunAsync(context, next) : next(context));
    }

    private static Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var coding = AcceptEncoding.Choose(context.Request.Headers.AcceptEncoding);
        if (coding != Coding.Identity)
            return CompressAsync(context, next, coding);

        // What this client gets as it is, another would get compressed.
        context.Response.OnStarting(AddVaryAsync, context);
        return next(context);
    }

    private static Task AddVaryAsync(object context)
    {
        var response = ((HttpContext)context).Response;
        if (CompressionPolicy.IsCompressible(response))
            CompressionPolicy.AddVary(response.Headers);
        return Task.CompletedTask;
    }

    private static async Task CompressAsync(HttpContext context, RequestDelegate next, Coding coding)
    {
        var client = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var body = new CompressingStream(client);

        // Callbacks run from the last to the first: the cache, which comes later, sees the headers before they change here.
        context.Response.OnStarting(() =>
        {
            if (CompressionPolicy.IsCompressible(context.Response))
                body.Coding = Begin(context.Response.Headers, coding);
            return Task.CompletedTask;
        });
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(body, client));
        try
        {
            await next(context);
            if (context.Features.Get<IForwarderErrorFeature>() is null && !context.RequestAborted.IsCancellationRequested)
                await body.FinishAsync();
        }
        finally
        {
            context.Features.Set(client);
        }
    }

    private static Coding Begin(IHeaderDictionary headers, Coding coding)
    {
        CompressionPolicy.AddVary(headers);
        CompressionPolicy.Describe(headers, coding);
        return coding;
    }
}
