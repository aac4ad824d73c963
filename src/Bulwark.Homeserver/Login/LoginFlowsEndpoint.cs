using Bulwark.Core.Routing;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Login;

/// <summary><c>GET /_matrix/client/v3/login</c>: the one way to log in.</summary>
internal static class LoginFlowsEndpoint
{
    public static ValueTask<IResult> HandleAsync(HttpContext context, RouteValues values) => new(JsonAnswer.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("flows"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, LoginEndpoint.JwtType);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }));
}
