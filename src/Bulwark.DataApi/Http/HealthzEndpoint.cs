using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Http;

/// <summary><c>GET /healthz</c>: <c>OK</c> and nothing else.</summary>
internal static class HealthzEndpoint
{
    public static void Map(RouteTable routes) =>
        routes.Map(HttpMethods.Get, "/healthz", (_, _) => ValueTask.FromResult<IResult>(TypedResults.Text("OK")));
}
