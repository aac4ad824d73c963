using Bulwark.Core.Routing;
using Bulwark.Edge.Origins;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Control;

/// <summary><c>GET /origins</c> on the control socket.</summary>
internal static class OriginRoutes
{
    /// <summary>Adds the route.</summary>
    public static void Map(RouteTable routes, Func<OriginPools> origins) => routes.Map("GET", "/origins", (_, _) => ValueTask.FromResult(Show(origins())));

    private static IResult Show(OriginPools origins) =>
        TypedResults.Json(new OriginsView([.. origins.Servers.Select(View)]), EdgeControlJson.Default.OriginsView);

    private static OriginView View(OriginServer server) => new(
        server.Target.Name,
        server.Mode,
        server.Mode != SslMode.Strict,
        server.IsReachable,
        server.Weight,
        server.LastFailure?.Reason,
        server.LastFailure?.At);
}
