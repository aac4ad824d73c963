using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Discovery;

/// <summary>What this server does not do, on purpose.</summary>
internal static class ClosedEndpoints
{
    /// <summary><c>POST /_matrix/client/v3/register</c> and <c>GET /register/available</c>: users come from the identity provider.</summary>
    public static ValueTask<IResult> RegisterAsync(HttpContext context, RouteValues values) => new(MatrixError.Forbidden("Registration has been disabled"));

    /// <summary><c>POST /_matrix/client/v3/createRoom</c>: rooms are provisioned.</summary>
    public static ValueTask<IResult> CreateRoomAsync(HttpContext context, RouteValues values, Session session) =>
        new(MatrixError.Forbidden("Rooms are made by the server's operator."));
}
