using System.Globalization;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Filters;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Bulwark.Homeserver.Sync;

/// <summary><c>GET /_matrix/client/v3/sync</c>.</summary>
internal sealed class SyncEndpoint(
    SyncReader reader, Waiters waiters, FilterStore filters, Sessions sessions, TimeProvider time, IHostApplicationLifetime lifetime)
{
    /// <summary>A request waits no longer than this.</summary>
    private const long MaxTimeoutMs = 60_000;

    public async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session)
    {
        if (!(await ReadRequestAsync(context, session)).TryGet(out var request, out var refusal))
            return refusal;

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var deadline = time.GetUtcNow() + request.Timeout;
        var since = request.Since;
        while (true)
        {
            // Registered before looking: what comes in between wakes it.
            using var waiter = waiters.Register(session.UserId);
            if (waiter is null)
                return MatrixError.Busy();

            var result = await reader.ReadAsync(request, since, reader.Now, context.RequestAborted);

            // Looked at after the reading: what was said after the session ended is not shown to it, however long it has waited.
            if ((await sessions.AuthenticateAsync(context)).Refusal is { } ended)
                return ended;

            if (!result.IsEmpty || request.IsAnsweredAtOnce || !await WaitAsync(waiter, deadline, ending.Token))
                return JsonAnswer.Write(writer => SyncWriter.Write(writer, result));

            // There was nothing up to here, so the next look begins here.
            since = result.NextBatch;
        }
    }

    // False when the time is up, or the tier stops and the client is to ask again.
    private async Task<bool> WaitAsync(Waiter waiter, DateTimeOffset deadline, CancellationToken ending)
    {
        var remaining = deadline - time.GetUtcNow();
        if (remaining <= TimeSpan.Zero || ending.IsCancellationRequested)
            return false;

        try
        {
            await waiter.Woken.WaitAsync(remaining, time, ending);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private async ValueTask<MatrixRead<SyncRequest>> ReadRequestAsync(HttpContext context, Session session)
    {
        var query = context.Request.Query;
        var hasSince = SyncToken.TryParse(query["since"], out var since);
        if (!hasSince && query["since"] is [{ Length: > 0 }])
            return MatrixError.InvalidParam("'since' is not a token of this server.");

        if (!TryReadTimeout(query["timeout"], out var timeout))
            return MatrixError.InvalidParam("'timeout' is not a number of milliseconds.");

        if (!(await filters.ReadAsync(session.UserId, query["filter"], context.RequestAborted)).TryGet(out var filter, out var refusal))
            return refusal;

        // A token from the future is one from before a restored backup: only a fresh start brings the client back in step.
        var isKnown = hasSince && since.Position <= reader.Now.Position;
        return new SyncRequest(session, filter)
        {
            Since = isKnown ? since : null,
            FullState = string.Equals(query["full_state"], "true", StringComparison.Ordinal),
            Timeout = timeout,
        };
    }

    private static bool TryReadTimeout(string? text, out TimeSpan timeout)
    {
        timeout = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text))
            return true;

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds))
            return false;

        timeout = TimeSpan.FromMilliseconds(Math.Min(milliseconds, MaxTimeoutMs));
        return true;
    }
}
