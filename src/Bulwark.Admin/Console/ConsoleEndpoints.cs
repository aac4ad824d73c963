using Bulwark.Admin.Access;
using Bulwark.Admin.Api;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulwark.Admin.Console;

/// <summary>What a recognised visitor may ask for.</summary>
internal sealed class ConsoleEndpoints(StatusReader status, AdminSessions sessions, ILogger<ConsoleEndpoints> log)
{
    public RouteTable Map(RouteTable routes) => routes
        .Map("GET", "/", ShowAsync)
        .Map("GET", "/api/status", StatusAsync)
        .Map("POST", "/logout", SignOutAsync);

    private async ValueTask<IResult> ShowAsync(HttpContext context, RouteValues values) =>
        ConsolePage.Create(await status.ReadAsync(context.RequestAborted), Visitor.Of(context)!);

    private async ValueTask<IResult> StatusAsync(HttpContext context, RouteValues values)
    {
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(await status.ReadAsync(context.RequestAborted), AdminJson.Default.InstanceStatus);
    }

    private ValueTask<IResult> SignOutAsync(HttpContext context, RouteValues values)
    {
        if (SessionCookie.Read(context.Request) is { } secret)
        {
            sessions.End(secret);
            SessionCookie.Delete(context.Response);
        }

        if (Visitor.Of(context)?.Session is { } session)
            Log.SignedOut(log, session.Id);

        return ValueTask.FromResult(SignedOutPage.Create());
    }
}
