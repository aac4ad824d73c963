using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Builder;

namespace Bulwark.Proxy.Listeners;

/// <summary>Says no to a body that announces itself as too large. One that does not is cut off while it is read.</summary>
public static class BodyLimitMiddleware
{
    /// <summary>Answers 413 in the protocol of the path.</summary>
    public static void UseBodyLimit(this IApplicationBuilder app) =>
        app.Use(next => context => context.Request.ContentLength > PublicListener.MaxRequestBodyBytes
            ? ProxyAnswer.TooLarge(AnswerProtocols.Of(context)).ExecuteAsync(context)
            : next(context));
}
