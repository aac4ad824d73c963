using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Answers;

/// <summary>Puts the inspection of answers into a pipeline.</summary>
public static class AnswerMiddleware
{
    /// <summary>
    /// Refuses what the rules refuse of answers; adds nothing when they are not to be inspected. This comes last, before what forwards: a cache stores, and a compression compresses, only
    /// what has passed.
    /// </summary>
    /// <param name="app">The pipeline.</param>
    /// <param name="firewall">The rules.</param>
    /// <param name="applies">False for peers that do this themselves.</param>
    public static void UseAnswerInspection(this IApplicationBuilder app, RequestFirewall firewall, Func<HttpContext, bool> applies)
    {
        if (firewall.Options.Answers.Inspect != FirewallAnswers.Off)
            app.Use(next => context => firewall.InspectsAnswers && applies(context) ? AnswerGuard.RunAsync(context, next, firewall) : next(context));
    }
}
