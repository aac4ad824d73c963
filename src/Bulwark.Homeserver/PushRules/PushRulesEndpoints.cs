using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.PushRules;

/// <summary><c>GET /_matrix/client/v3/pushrules/</c> and <c>/pushrules/global/</c>.</summary>
internal static class PushRulesEndpoints
{
    public static ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session) =>
        new(JsonAnswer.Write(writer => DefaultPushRules.Write(writer, session.UserId)));

    public static ValueTask<IResult> GetGlobalAsync(HttpContext context, RouteValues values, Session session) =>
        new(JsonAnswer.Write(writer => DefaultPushRules.WriteGlobal(writer, session.UserId)));
}
