using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.RateLimiting;

/// <summary>Puts a <see cref="RateLimiter"/> into a pipeline.</summary>
public static class RateLimitMiddleware
{
    /// <summary>Refuses what exceeds a limit. This comes after the path rule, which refuses targets that can be read in two ways.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="limiter">The limits.</param>
    /// <param name="applies">False for peers that have done this already.</param>
    public static void UseRateLimits(this IApplicationBuilder app, RateLimiter limiter, Func<HttpContext, bool> applies)
    {
        if (limiter.Rules.Count > 0)
            app.Use(next => context => applies(context) ? RunAsync(context, next, limiter) : next(context));
    }

    private static Task RunAsync(HttpContext context, RequestDelegate next, RateLimiter limiter)
    {
        if (limiter.Judge(context) is { } refusal)
            return RefuseAsync(context, refusal);

        return limiter.CountsAnswers ? CountAnswerAsync(context, next, limiter) : next(context);
    }

    private static async Task CountAnswerAsync(HttpContext context, RequestDelegate next, RateLimiter limiter)
    {
        // What throws is answered by the outer edge of the tier.
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            await next(context);
            status = context.Response.StatusCode;
        }
        finally
        {
            limiter.CountAnswer(context, status);
        }
    }

    private static Task RefuseAsync(HttpContext context, RateLimitRefusal refusal)
    {
        var protocol = AnswerProtocols.Of(context);

        // A browser that is refused the preflight never asks, and its page sees a network error. So it is let ask, and reads the refusal of that.
        if (!ProxyAnswer.IsReadableByBrowsers(protocol) || !IsPreflight(context.Request))
            return ProxyAnswer.TooManyRequests(protocol, refusal.RetryAfter, refusal.Rule.ResponseStatus).ExecuteAsync(context);

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        ProxyAnswer.SetCors(context.Response.Headers, protocol);
        return Task.CompletedTask;
    }

    /// <summary>Fetch standard, section 3.3.2: a CORS-preflight request.</summary>
    private static bool IsPreflight(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey("Origin") && request.Headers.ContainsKey("Access-Control-Request-Method");
}
