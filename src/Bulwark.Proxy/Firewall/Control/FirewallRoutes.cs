using System.Text.Json;
using Bulwark.Core.Control;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Firewall.Control;

/// <summary>The control routes <c>GET /waf/status</c> and <c>POST /waf/mode</c>.</summary>
public static class FirewallRoutes
{
    /// <summary>Adds the routes.</summary>
    /// <param name="routes">Control routes of a tier.</param>
    /// <param name="current">The firewall in force.</param>
    public static void Map(RouteTable routes, Func<RequestFirewall> current) => routes
        .Map(HttpMethods.Get, "/waf/status", (_, _) => ValueTask.FromResult<IResult>(TypedResults.Json(Report(current()), FirewallControlJson.Default.FirewallReport)))
        .Map(HttpMethods.Post, "/waf/mode", (context, _) => SetAsync(context, current));

    private static FirewallReport Report(RequestFirewall firewall) => new(firewall.Groups(), RequestFirewall.Memory.Held, RequestFirewall.MostHeld);

    private static async ValueTask<IResult> SetAsync(HttpContext context, Func<RequestFirewall> current)
    {
        if (await ReadAsync(context) is not { } request)
            return ControlError.BadRequest("The body is not the JSON that this control route takes.");

        var firewall = current();
        return firewall.SetMode(request.Group, request.Mode, ControlSocket.Peer(context)!) is { } group
            ? TypedResults.Json(group, FirewallControlJson.Default.FirewallGroupView)
            : ControlError.Missing($"There is no group '{request.Group}'. The groups are: {string.Join(", ", firewall.Groups().Select(one => one.Name))}.");
    }

    private static async ValueTask<FirewallModeRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, FirewallControlJson.Default.FirewallModeRequest, context.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
