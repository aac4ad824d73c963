using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Core.Control;

/// <summary><c>GET /health</c> on every control socket: <c>{"status":"ok"}</c> once the tier accepts connections.</summary>
internal static class HealthEndpoint
{
    private const string Path = "/health";

    /// <summary>Adds the route, unless the tier says more of its health by a route of its own.</summary>
    public static void Map(RouteTable routes)
    {
        if (routes.Match(HttpMethods.Get, Path).Endpoint is null)
            routes.Map(HttpMethods.Get, Path, (_, _) => ValueTask.FromResult<IResult>(TypedResults.Json(new TierHealth("ok"), CoreJson.Default.TierHealth)));
    }
}
