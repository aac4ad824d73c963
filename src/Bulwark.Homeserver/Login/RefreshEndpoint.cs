using Bulwark.Core.Routing;
using Bulwark.Homeserver.Devices;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Login;

/// <summary><c>POST /_matrix/client/v3/refresh</c>: trades a refresh token for new tokens.</summary>
internal sealed class RefreshEndpoint(DeviceSessions sessions)
{
    public async ValueTask<IResult> HandleAsync(HttpContext context, RouteValues values)
    {
        if (!(await MatrixBody.ReadAsync(context, HomeserverJson.Default.RefreshRequest)).TryGet(out var request, out var refusal))
            return refusal;

        if (string.IsNullOrEmpty(request.RefreshToken))
            return MatrixError.MissingParam("The refresh token is missing.");

        if (await sessions.RefreshAsync(request.RefreshToken) is not { } grant)
            return MatrixError.UnknownToken(softLogout: false);

        return TypedResults.Json(
            new RefreshResponse(grant.AccessToken, grant.RefreshToken, grant.LifetimeMs), HomeserverJson.Default.RefreshResponse);
    }
}
