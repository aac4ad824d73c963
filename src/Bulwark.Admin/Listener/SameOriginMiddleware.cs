using Bulwark.Admin.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Listener;

/// <summary>
/// Refuses whatever changes something unless our own page sent it (cross-site request forgery): browsers say so in <c>Sec-Fetch-Site</c>, or by
/// <c>Origin</c> where they do not know that header. What says neither is refused too. Strangers get the same 404 as everywhere.
/// </summary>
internal static class SameOriginMiddleware
{
    public static void UseSameOriginPosts(this IApplicationBuilder app) =>
        app.Use(next => context => IsSafe(context.Request) || IsSameOrigin(context.Request) ? next(context) : Refusal(context).ExecuteAsync(context));

    private static BareAnswer Refusal(HttpContext context) => Visitor.Of(context) is null ? BareAnswer.NotFound : BareAnswer.Forbidden;

    private static bool IsSafe(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool IsSameOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"];
        return site.Count > 0 ? site == "same-origin" : request.Headers.Origin == $"https://{request.Host.Value}";
    }
}
