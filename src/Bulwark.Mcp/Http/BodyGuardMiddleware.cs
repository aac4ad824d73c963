using System.Buffers;
using System.Text.Json;
using Bulwark.Core.Http;
using Bulwark.Core.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Mcp.Http;

/// <summary>Answers in JSON-RPC what the SDK leaves to the server or to chance: bodies that are too large, JSON with two readings, a greeting that is none.</summary>
internal static class BodyGuardMiddleware
{
    /// <summary>The largest message, in bytes.</summary>
    internal const int MaxBytes = 1024 * 1024;

    private const int MaxDepth = 64;

    public static void UseBodyGuard(this IApplicationBuilder app) => app.Use(next => context => GuardAsync(context, next));

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        // Kestrel's own refusal would close the connection under a proxy that still sends, and the client would be told of an outage.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        if (await ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            await McpRefusal.TooLarge().ExecuteAsync(context);
            return;
        }

        // What calls itself something else is refused by the SDK, unread.
        if (context.Request.HasJsonContentType() && StrictJson.Read(body, MaxDepth) is null)
        {
            await McpRefusal.NotJson().ExecuteAsync(context);
            return;
        }

        context.Request.Body = new MemoryStream(body, writable: false);
        await AnswerAsync(context, next);
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (JsonException) when (!context.Response.HasStarted)
        {
            // The SDK reads the parameters of "initialize" outside of what turns its exceptions into answers.
            MemberHeader.ClearAllElse(context.Response);
            await McpRefusal.InvalidParameters().ExecuteAsync(context);
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
            return null;

        var body = new ArrayBufferWriter<byte>((int)(request.ContentLength ?? 0) + 1);
        while (await request.Body.ReadAsync(body.GetMemory(), cancellationToken) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > MaxBytes)
                return null;
        }

        return body.WrittenSpan.ToArray();
    }
}
