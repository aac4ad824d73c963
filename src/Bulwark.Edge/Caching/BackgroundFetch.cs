using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Edge.Caching;

/// <summary>
/// Fetches what is stored and stale once more, while the client who found it so has its answer already. The request is one of our own: of the client's it has the headers of the
/// key and nothing else. One at a time for a key, a few for all, none for long, and none past the settings under which it began.
/// </summary>
/// <param name="policy">Says what is stored.</param>
/// <param name="store">The stored answers.</param>
/// <param name="next">The way to the origin.</param>
/// <param name="services">Of the tier.</param>
/// <param name="time">The clock.</param>
/// <param name="isRetired">Other settings are in force.</param>
internal sealed class BackgroundFetch(CachePolicy policy, CacheStore store, RequestDelegate next, IServiceProvider services, TimeProvider time, CancellationToken isRetired)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Begins, unless somebody fetches the key already or too many are under way.</summary>
    public void Start(HttpContext client, CacheKey key)
    {
        if (isRetired.IsCancellationRequested || !store.TryEnterBackground())
            return;

        var fetch = store.Join(key, out var isOwn);
        if (!isOwn)
        {
            store.LeaveBackground();
            return;
        }

        // Copied here and now: the client's request ends, and its context goes to the next one.
        var context = Copy(client);
        _ = Task.Run(() => RunAsync(context, key, fetch), CancellationToken.None);
    }

    private async Task RunAsync(HttpContext context, CacheKey key, CacheFetch fetch)
    {
        CacheEntry? entry = null;
        var copy = new CopyStream(Stream.Null);
        using var patience = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(isRetired, patience.Token);
        context.RequestAborted = end.Token;
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(copy));
        try
        {
            var now = time.GetUtcNow();
            await next(context);
            if (context.Features.Get<IForwarderErrorFeature>() is null && !end.IsCancellationRequested && copy.Body is { } body)
                entry = policy.Judge(context, now)?.With(key, body);
        }
#pragma warning disable CA1031 // nobody waits for this: what is stored stays stored, and the next client tries again
        catch (Exception)
#pragma warning restore CA1031
        {
            Metrics.CountCache("revalidation-failed");
        }
        finally
        {
            store.Finish(key, fetch, entry, policy.MemoryBytes);
            store.LeaveBackground();
        }
    }

    private DefaultHttpContext Copy(HttpContext client)
    {
        var (from, to) = (client.Request, new DefaultHttpContext { RequestServices = services });
        to.TraceIdentifier = client.TraceIdentifier;
        to.Request.Method = HttpMethods.Get;
        to.Request.Scheme = from.Scheme;
        to.Request.Protocol = from.Protocol;
        to.Request.Path = from.Path;
        to.Request.QueryString = from.QueryString;
        to.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = client.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        foreach (var header in from.Headers.Where(header => Cache.IsKept(header.Key)))
            to.Request.Headers[header.Key] = header.Value;

        return to;
    }
}
