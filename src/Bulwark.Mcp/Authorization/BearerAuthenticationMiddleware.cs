using Bulwark.Jwt;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Mcp.Authorization;

internal static class BearerAuthenticationMiddleware
{
    /// <summary>Puts the check in front of everything that follows.</summary>
    public static void UseBearerAuthentication(this IApplicationBuilder app, ProtectedResource resource)
    {
        var authentication = new BearerAuthentication(
            app.ApplicationServices.GetRequiredService<JwtVerifier>(),
            resource,
            app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<BearerAuthentication>());
        app.Use(next => context => AdmitAsync(authentication, context, next));
    }

    private static async Task AdmitAsync(BearerAuthentication authentication, HttpContext context, RequestDelegate next)
    {
        if (await authentication.CheckAsync(context) is { } refusal)
            await refusal.ExecuteAsync(context);
        else
            await next(context);
    }
}
