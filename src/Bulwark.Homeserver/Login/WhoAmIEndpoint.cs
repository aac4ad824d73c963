using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Login;

/// <summary><c>GET /_matrix/client/v3/account/whoami</c>.</summary>
internal static class WhoAmIEndpoint
{
    public static ValueTask<IResult> HandleAsync(HttpContext context, RouteValues values, Session session) =>
        new(TypedResults.Json(new WhoAmIResponse(session.UserId, session.DeviceId), HomeserverJson.Default.WhoAmIResponse));
}
