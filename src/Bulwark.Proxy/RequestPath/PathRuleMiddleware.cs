using Bulwark.Proxy.Answers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.RequestPath;

/// <summary>Puts the <see cref="PathRule"/> into a pipeline.</summary>
public static class PathRuleMiddleware
{
    /// <summary>Answers 404 and 400 as the rule says; everything else goes on.</summary>
    public static void UsePathRule(this IApplicationBuilder app) =>
        app.Use(next => context =>
        {
            var verdict = PathRule.Judge(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
            return verdict.Decision switch
            {
                PathDecision.Forward => next(context),
                PathDecision.Hide => ProxyAnswer.NotFound(verdict.Protocol).ExecuteAsync(context),
                PathDecision.Refuse => ProxyAnswer.BadRequest(AnswerProtocols.Of(context)).ExecuteAsync(context),
            };
        });
}
