using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Mcp.Http;

internal static class BrowserGuardMiddleware
{
    /// <summary>Puts the guard in front of everything that follows.</summary>
    public static void UseBrowserGuard(this IApplicationBuilder app, BrowserGuard guard)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<BrowserGuard>();
        app.Use(next => context => guard.Check(context, log) is { } refusal ? refusal.ExecuteAsync(context) : next(context));
    }
}
