using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Streams;

/// <summary>Answers in Matrix's words when the log cannot take a write: full storage is 503, a full queue 429.</summary>
internal static class StorageGuard
{
    public static void UseStorageGuard(this IApplicationBuilder app) => app.Use(next => context => GuardAsync(context, next));

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        if (await TryAsync(context, next) is { } refusal)
            await refusal.ExecuteAsync(context);
    }

    private static async Task<MatrixError?> TryAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            return null;
        }
        catch (Exception e) when (e is StorageFullException or WriteVoidedException && !context.Response.HasStarted)
        {
            // The log has written down why, once for all the writes of the batch.
            return MatrixError.Unavailable("The server's storage is full or failing. Nothing was changed; tell its operator.");
        }
        catch (LogBusyException) when (!context.Response.HasStarted)
        {
            return MatrixError.Busy();
        }
    }
}
