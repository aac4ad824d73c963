using System.Globalization;
using Bulwark.Proxy.Limits;
using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Edge.Caching;

/// <summary>
/// Answers from the store what it can, and stores what may be. One request at a time fetches a key; the others wait for it, or get what is stale, if its origin allows that
/// (RFC 5861).
/// </summary>
internal sealed class Cache(CachePolicy policy, CacheStore store, BackgroundFetch background, TimeProvider time)
{
    private const string Status = "Cache-Status"; // RFC 9211

    /// <summary>What of the request's headers reaches the origin besides those of the key: our own words about the connection, the same for every client.</summary>
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase) { HeaderNames.Host, "X-Forwarded-Proto", "X-Forwarded-Host" };

    /// <summary>A header of the client's request that goes to the origin.</summary>
    public static bool IsKept(string name) => Ours.Contains(name) || CacheKey.Headers.Contains(name, StringComparer.OrdinalIgnoreCase);

    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return CachePolicy.MayServe(context, target) && CacheKey.Of(context.Request, target) is { } key ? HandleAsync(context, next, key) : next(context);
    }

    private Task HandleAsync(HttpContext context, RequestDelegate next, CacheKey key)
    {
        var stored = store.Find(key);
        var now = time.GetUtcNow();
        if (stored?.IsFreshAt(now) == true)
            return ServeAsync(context, stored, "hit");

        if (stored?.MayWait(now) == true)
        {
            background.Start(context, key);
            return ServeAsync(context, stored, "stale");
        }

        Metrics.CountCache("miss");
        return context.Request.Method == HttpMethods.Head ? next(context) : FetchAsync(context, next, key, stored?.MayStandIn(now) == true ? stored : null);
    }

    private async Task FetchAsync(HttpContext context, RequestDelegate next, CacheKey key, CacheEntry? standIn)
    {
        var fetch = store.Join(key, out var isOwn);
        if (!isOwn && await fetch.WaitAsync(time, context.RequestAborted) is { } entry)
            await ServeAsync(context, entry, "hit");
        else if (!isOwn)
            await next(context);
        else
            await FetchAsync(context, next, key, fetch, standIn);
    }

    private async Task FetchAsync(HttpContext context, RequestDelegate next, CacheKey key, CacheFetch fetch, CacheEntry? standIn)
    {
        var client = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var copy = new CopyStream(client.Stream, standIn is null ? null : () => IsFailure(context.Response.StatusCode)) { TooLarge = () => fetch.Complete(null) };
        var before = standIn is null ? [] : context.Response.Headers.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Storable? storable = null;
        CacheEntry? entry = null;
        KeepKeyedHeaders(context.Request.Headers);
        context.Response.OnStarting(() =>
        {
            if (copy.IsReplaced)
                return Task.CompletedTask;

            storable = policy.Judge(context, time.GetUtcNow());
            context.Response.Headers.Append(Status, storable is null ? "bulwark; fwd=uri-miss" : "bulwark; fwd=uri-miss; stored");
            if (storable is null)
            {
                copy.Forget();
                fetch.Complete(null); // nobody waits for the end of what will not be stored
            }

            return Task.CompletedTask;
        });
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(copy, client));
        try
        {
            await next(context);
            if (IsWhole(context) && copy.Body is { } body)
                entry = storable?.With(key, body);
        }
        finally
        {
            context.Features.Set(client);
            standIn = standIn is not null && copy.IsReplaced && ReferenceEquals(store.Find(key), standIn) ? standIn : null; // it may have been purged meanwhile
            store.Finish(key, fetch, entry, policy.MemoryBytes, standIn);
        }

        await GiveRestAsync(context, copy);
        if (copy.IsReplaced && !context.RequestAborted.IsCancellationRequested)
            await ReplaceAsync(context, before, standIn);
    }

    /// <summary>The others have the answer by now; this client may take its time, as far as the limits for slow clients go.</summary>
    private static async Task GiveRestAsync(HttpContext context, CopyStream copy)
    {
        try
        {
            await copy.DrainAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Gone, like any client in the middle of an answer.
            context.Abort();
        }
    }

    /// <summary>An answer that says that there is none; every other one is the origin's word.</summary>
    private static bool IsFailure(int status) => status is 500 or 502 or 503 or 504;

    private Task ReplaceAsync(HttpContext context, HashSet<string> before, CacheEntry? standIn)
    {
        var failed = context.Response.StatusCode;
        foreach (var name in context.Response.Headers.Keys.Where(name => !before.Contains(name)).ToList())
            context.Response.Headers.Remove(name);

        context.Features.Set<IForwarderErrorFeature>(null);
        if (standIn is not null)
            return ServeAsync(context, standIn, "stale");

        return ProxyAnswer.Failed(failed, AnswerProtocols.Of(context)).ExecuteAsync(context);
    }

    /// <summary>False when the origin broke off: part of an answer is not an answer.</summary>
    private static bool IsWhole(HttpContext context) => context.Features.Get<IForwarderErrorFeature>() is null && !context.RequestAborted.IsCancellationRequested;

    private static void KeepKeyedHeaders(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(name => !IsKept(name)).ToList())
            headers.Remove(name);
    }

    private Task ServeAsync(HttpContext context, CacheEntry entry, string result)
    {
        Metrics.CountCache(result);
        store.Visit(entry);
        var response = context.Response;
        foreach (var header in entry.Headers)
            response.Headers[header.Key] = header.Value;

        var now = time.GetUtcNow();
        response.Headers.Age = ((long)entry.AgeAt(now).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        response.Headers.Append(Status, string.Create(CultureInfo.InvariantCulture, $"bulwark; hit; ttl={(long)(entry.FreshFor - entry.AgeAt(now)).TotalSeconds}"));
        if (entry.Status == StatusCodes.Status200OK && NotModified.Applies(context.Request, entry))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.StatusCode = entry.Status;
        response.ContentLength = entry.Body.Length;
        SlowAnswers.Watch(context, entry.Body.Length);
        return context.Request.Method == HttpMethods.Head ? Task.CompletedTask : response.Body.WriteAsync(entry.Body, context.RequestAborted).AsTask();
    }
}
