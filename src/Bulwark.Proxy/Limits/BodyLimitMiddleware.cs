using Bulwark.Core.Routing;
using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Limits;

/// <summary>Says no to a body that announces itself as too large. One that does not is cut off while it is read.</summary>
public static class BodyLimitMiddleware
{
    /// <summary>Answers 413 in the protocol of the path.</summary>
    public static void UseBodyLimit(this IApplicationBuilder app, BodyLimitTable table) => app.UseBodyLimit(_ => table);

    /// <summary>The same with a table for each kind of peer.</summary>
    public static void UseBodyLimit(this IApplicationBuilder app, Func<HttpContext, BodyLimitTable> choose) =>
        app.Use(next => context => HasBody(context) && !Limit(context, choose(context))
            ? ProxyAnswer.TooLarge(AnswerProtocols.Of(context)).ExecuteAsync(context)
            : next(context));

    private static bool HasBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    private static bool Limit(HttpContext context, BodyLimitTable table)
    {
        var most = table.Find(RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
        if (context.Request.ContentLength > most)
            return false;

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most;
        return true;
    }
}
