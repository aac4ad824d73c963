using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Limits;

/// <summary>Says no to a target that is too long.</summary>
public static class UriLimitMiddleware
{
    /// <summary>Answers 414 in the protocol of the path.</summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="bytes">The longest target, with its query. It is ASCII, or is refused for that.</param>
    public static void UseUriLimit(this IApplicationBuilder app, int bytes) =>
        app.Use(next => context => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > bytes
            ? ProxyAnswer.UriTooLong(AnswerProtocols.Of(context)).ExecuteAsync(context)
            : next(context));
}
