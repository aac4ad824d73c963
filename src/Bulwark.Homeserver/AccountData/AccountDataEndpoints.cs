using System.Text;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.PushRules;
using Bulwark.Homeserver.Rooms;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.AccountData;

/// <summary><c>/_matrix/client/v3/user/{userId}/account_data/{type}</c>, and the same below <c>rooms/{roomId}</c>.</summary>
internal sealed class AccountDataEndpoints(AccountDataStore store, RoomTable rooms)
{
    /// <summary>Largest item, in bytes.</summary>
    private const int MaxBytes = 65_536;

    public ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session) => GetAsync(context, values, session, "");

    public ValueTask<IResult> GetInRoomAsync(HttpContext context, RouteValues values, Session session) => GetAsync(context, values, session, values["roomId"]);

    public ValueTask<IResult> PutAsync(HttpContext context, RouteValues values, Session session) => PutAsync(context, values, session, "");

    public async ValueTask<IResult> PutInRoomAsync(HttpContext context, RouteValues values, Session session)
    {
        if (await rooms.FindAsync(values["roomId"]) is not { } room || RoomAccess.VisibleUpTo(room, session.UserId) is null)
            return MatrixError.Forbidden("You are not in the room.");

        return await PutAsync(context, values, session, values["roomId"]);
    }

    private async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session, string roomId)
    {
        if (!string.Equals(values["userId"], session.UserId, StringComparison.Ordinal))
            return MatrixError.Forbidden("Account data belongs to its user.");

        if (roomId.Length == 0 && string.Equals(values["type"], DefaultPushRules.AccountDataType, StringComparison.Ordinal))
            return JsonAnswer.Write(writer => DefaultPushRules.Write(writer, session.UserId));

        return await store.FindAsync(session.UserId, roomId, values["type"], context.RequestAborted) is { } json
            ? new JsonAnswer(json)
            : MatrixError.NotFound("There is no such account data.");
    }

    private async ValueTask<IResult> PutAsync(HttpContext context, RouteValues values, Session session, string roomId)
    {
        if (!string.Equals(values["userId"], session.UserId, StringComparison.Ordinal))
            return MatrixError.Forbidden("Account data belongs to its user.");

        if (values["type"] is DefaultPushRules.AccountDataType or "m.fully_read")
            return MatrixError.WrongMethod(context);

        if (!(await MatrixBody.ReadObjectAsync(context)).TryGet(out var body, out var refusal))
            return refusal;

        var json = Encoding.UTF8.GetBytes(body.GetRawText());
        if (json.Length > MaxBytes || values["type"].Length > 255)
            return MatrixError.TooLarge($"Account data has at most {MaxBytes} bytes, its type 255 characters.");

        return await store.SetAsync(new AccountDataItem(session.UserId, roomId, values["type"], json))
            ? JsonAnswer.Empty
            : MatrixError.TooLarge($"All account data has at most {AccountDataStore.MaxTypes} types and {AccountDataStore.MaxTotalBytes} bytes.");
    }
}
