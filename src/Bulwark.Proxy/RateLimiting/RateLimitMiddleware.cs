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
        if (limiter.Judge(context, out var isAnswerOfInterest) is { } refusal)
            return RefuseAsync(context, refusal);

        return isAnswerOfInterest ? CountAnswerAsync(context, next, limiter) : next(context);
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

    private static Task RefuseAsync(HttpContext context, RateLimitRefusal refusal) =>
        ProxyAnswer.TooManyRequests(AnswerProtocols.Of(context), refusal.RetryAfter, refusal.Rule.ResponseStatus).ExecuteAsync(context);
}
