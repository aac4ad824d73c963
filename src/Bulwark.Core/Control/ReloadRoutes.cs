using Bulwark.Core.Hosting;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulwark.Core.Control;

/// <summary>
/// <c>POST /pki/reload</c> on the control socket: the tier reads certificates, trust stores and revocation lists again and puts them into force. It answers when they are:
/// the next connection is judged by them.
/// </summary>
public static class ReloadRoutes
{
    /// <summary>Path of the route.</summary>
    public const string Path = "/pki/reload";

    /// <summary>Adds the route of a tier that registered an <see cref="ISettingsSwap{TOptions}"/>.</summary>
    /// <typeparam name="TOptions">The tier's section of the settings.</typeparam>
    public static RouteTable Map<TOptions>(RouteTable routes) =>
        routes.Map(HttpMethods.Post, Path, async (context, _) => await ReloadAsync(context, context.RequestServices.GetRequiredService<ISettingsSwap<TOptions>>()));

    private static async Task<IResult> ReloadAsync<TOptions>(HttpContext context, ISettingsSwap<TOptions> swap)
    {
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ReloadRoutes));
        var peer = ControlSocket.Peer(context);
        try
        {
            await context.RequestServices.GetRequiredService<SettingsGate>().ExchangeAsync(() => swap.PrepareAgain(), context.RequestAborted);
        }
        catch (OperatorException e)
        {
            Log.ReloadRefused(log, peer?.UserId, peer?.ProcessId, e.Message);
            return ControlError.Conflict(e.Message);
        }

        Log.Reloaded(log, peer?.UserId, peer?.ProcessId);
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        return TypedResults.Json(new ReloadReport(time.GetUtcNow()), ControlJson.Default.ReloadReport);
    }
}
