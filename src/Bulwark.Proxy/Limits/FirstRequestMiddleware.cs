using Microsoft.AspNetCore.Builder;

namespace Bulwark.Proxy.Limits;

/// <summary>Tells the watch that a request has come.</summary>
public static class FirstRequestMiddleware
{
    /// <summary>Stands before everything else, for the answer to a request does not matter here.</summary>
    public static void UseFirstRequest(this IApplicationBuilder app) =>
        app.Use(next => context =>
        {
            context.Features.Get<WaitingConnection>()?.End();
            return next(context);
        });
}
