using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Directory;

/// <summary><c>GET /_matrix/client/v3/directory/room/{roomAlias}</c>.</summary>
internal sealed class AliasEndpoint(Aliases aliases, HomeserverOptions options)
{
    public async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session)
    {
        if (values["roomAlias"] is not ['#', _, ..] alias)
            return MatrixError.InvalidParam("A room alias begins with '#'.");

        if (await aliases.FindAsync(alias, context.RequestAborted) is not { } roomId)
            return MatrixError.NotFound("There is no such room alias.");

        return JsonAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("room_id"u8, roomId);
            writer.WriteStartArray("servers"u8);
            writer.WriteStringValue(options.ServerName);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }
}
