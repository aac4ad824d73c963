using Bulwark.Core.Routing;
using Bulwark.Homeserver.Devices;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Login;

/// <summary><c>POST /_matrix/client/v3/logout</c> and <c>/logout/all</c>.</summary>
internal sealed class LogoutEndpoint(DeviceSessions sessions)
{
    public async ValueTask<IResult> HandleAsync(HttpContext context, RouteValues values, Session session)
    {
        await sessions.LogOutAsync(session.UserId, session.DeviceId);
        return JsonAnswer.Empty;
    }

    public async ValueTask<IResult> HandleAllAsync(HttpContext context, RouteValues values, Session session)
    {
        await sessions.LogOutAllAsync(session.UserId);
        return JsonAnswer.Empty;
    }
}
