using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Http;

/// <summary><c>GET /v1/version</c>: what clients of Hasura ask before they speak.</summary>
internal static class VersionEndpoint
{
    private static readonly ServerVersion Answer = new("bulwark", typeof(VersionEndpoint).Assembly.GetName().Version!.ToString(3));

    public static void Map(RouteTable routes) => routes.Map(
        HttpMethods.Get, "/v1/version", (_, _) => ValueTask.FromResult<IResult>(TypedResults.Json(Answer, DataApiJson.Default.ServerVersion)));
}
