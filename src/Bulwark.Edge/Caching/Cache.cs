using System.Globalization;
using Bulwark.Proxy.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace Bulwark.Edge.Caching;

/// <summary>Answers from the store what it can, and stores what may be. One request at a time fetches a key; the others wait for it.</summary>
internal sealed class Cache(CachePolicy policy, CacheStore store, TimeProvider time)
{
    private const string Status = "Cache-Status"; // RFC 9211

    /// <summary>What of the request's headers reaches the origin besides those of the key: our own words about the connection, the same for every client.</summary>
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase) { HeaderNames.Host, "X-Forwarded-Proto", "X-Forwarded-Host" };

    public Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return CachePolicy.MayServe(context, target) && CacheKey.Of(context.Request, target) is { } key ? HandleAsync(context, next, key) : next(context);
    }

    private Task HandleAsync(HttpContext context, RequestDelegate next, CacheKey key)
    {
        if (store.Find(key, time.GetUtcNow()) is { } entry)
            return ServeAsync(context, entry);

        Metrics.CountCache("miss");
        return HttpMethods.IsHead(context.Request.Method) ? next(context) : FetchAsync(context, next, key);
    }

    private async Task FetchAsync(HttpContext context, RequestDelegate next, CacheKey key)
    {
        var fetch = store.Join(key, out var isOwn);
        if (!isOwn && await fetch.WaitAsync(time, context.RequestAborted) is { } entry)
            await ServeAsync(context, entry);
        else if (!isOwn)
            await next(context);
        else
            await FetchAsync(context, next, key, fetch);
    }

    private async Task FetchAsync(HttpContext context, RequestDelegate next, CacheKey key, CacheFetch fetch)
    {
        var client = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        var copy = new CopyStream(client.Stream);
        Storable? storable = null;
        CacheEntry? entry = null;
        KeepKeyedHeaders(context.Request.Headers);
        context.Response.OnStarting(() =>
        {
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
            store.Finish(key, fetch, entry, policy.MemoryBytes);
        }
    }

    /// <summary>False when the origin broke off: part of an answer is not an answer.</summary>
    private static bool IsWhole(HttpContext context) => context.Features.Get<IForwarderErrorFeature>() is null && !context.RequestAborted.IsCancellationRequested;

    private static void KeepKeyedHeaders(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys.Where(name => !Ours.Contains(name) && !CacheKey.Headers.Contains(name, StringComparer.OrdinalIgnoreCase)).ToList())
            headers.Remove(name);
    }

    private Task ServeAsync(HttpContext context, CacheEntry entry)
    {
        Metrics.CountCache("hit");
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
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(entry.Body, context.RequestAborted).AsTask();
    }
}
