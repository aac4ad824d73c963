using Bulwark.Core.Http;
using Bulwark.Edge.Acme;
using Bulwark.Pki.Acme;
using Bulwark.Proxy.Answers;
using Bulwark.Proxy.RequestPath;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Edge.HttpRedirect;

/// <summary>Sends a request over plain HTTP to the same path of the configured host; answers a CA with what proves a name, where the settings say so.</summary>
internal static class HttpRedirectMiddleware
{
    /// <summary>Takes every request of the redirect listener, and no other.</summary>
    /// <param name="app">The tier's pipeline, before everything that serves requests.</param>
    /// <param name="options">Those in force; without a redirect: the settings do not want the listener any more.</param>
    /// <param name="challenges">What is being proved.</param>
    /// <param name="edge">Answers for exceptions.</param>
    public static void UseHttpRedirect(this IApplicationBuilder app, Func<EdgeOptions> options, PendingChallenges challenges, OuterEdge edge) =>
        app.MapWhen(context => context.Features.Get<RedirectOnly>() is not null, redirect =>
        {
            redirect.UseOuterEdge(edge);
            redirect.Run(context => Answer(context, options(), challenges).ExecuteAsync(context));
        });

    private static IResult Answer(HttpContext context, EdgeOptions options, PendingChallenges challenges)
    {
        if (options.HttpRedirect is not { } redirect)
            return ProxyAnswer.NotFound(AnswerProtocol.Plain);

        context.Response.Headers.Connection = "close";
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return (options.Acme?.Http01 == true ? Http01Answer.TryAnswer(context.Request.Method, target, challenges) : null) ?? new HttpsRedirect(redirect.Host);
    }

    private sealed class HttpsRedirect(string host) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var target = httpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var response = httpContext.Response;
            if (PathRule.Judge(target).Decision != PathDecision.Forward)
                return ProxyAnswer.NotFound(AnswerProtocol.Plain).ExecuteAsync(httpContext);

            // 308 keeps the method (RFC 9110 section 15.4.9); for GET the older one is understood everywhere.
            var method = httpContext.Request.Method;
            response.StatusCode = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? StatusCodes.Status301MovedPermanently : StatusCodes.Status308PermanentRedirect;
            response.Headers.Location = $"https://{host}{target}";
            response.Headers.CacheControl = "no-store";
            response.ContentLength = 0;
            return Task.CompletedTask;
        }
    }
}
