using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Rooms;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Typing;

/// <summary><c>PUT /_matrix/client/v3/rooms/{roomId}/typing/{userId}</c>.</summary>
internal sealed class TypingEndpoint(TypingUsers typing, RoomTable rooms)
{
    private const long DefaultTimeoutMs = 30_000;
    private const long MaxTimeoutMs = 120_000;

    public async ValueTask<IResult> PutAsync(HttpContext context, RouteValues values, Session session)
    {
        if (!string.Equals(values["userId"], session.UserId, StringComparison.Ordinal))
            return MatrixError.Forbidden("Nobody types for somebody else.");

        if (!(await MatrixBody.ReadAsync(context, HomeserverJson.Default.TypingRequest)).TryGet(out var request, out var refusal))
            return refusal;

        if (request.Typing is not { } isTyping)
            return MatrixError.MissingParam("'typing' is missing.");

        if (await rooms.FindAsync(values["roomId"]) is not { } room || !room.IsJoined(session.UserId))
            return MatrixError.Forbidden("You are not in the room.");

        if (isTyping)
            typing.Start(room, session.UserId, TimeSpan.FromMilliseconds(Math.Clamp(request.Timeout ?? DefaultTimeoutMs, 1, MaxTimeoutMs)));
        else
            typing.Stop(room, session.UserId);

        return JsonAnswer.Empty;
    }
}
