using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Admin.Listener;

/// <summary>
/// Answers 421 to a Host that is not the listener's own. A web page of a stranger can make its name point to 127.0.0.1 (DNS rebinding); its Host gives it away.
/// </summary>
internal static class OwnHostMiddleware
{
    public static void UseOwnHostOnly(this IApplicationBuilder app) =>
        app.Use(next => context => IsOwn(context) ? next(context) : BareAnswer.Misdirected.ExecuteAsync(context));

    private static bool IsOwn(HttpContext context)
    {
        var host = context.Request.Host;
        return (host.Host == "127.0.0.1" || string.Equals(host.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            && (host.Port ?? 443) == context.Connection.LocalPort;
    }
}
