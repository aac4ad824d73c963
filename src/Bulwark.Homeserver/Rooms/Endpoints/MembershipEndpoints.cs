using Bulwark.Core.Routing;
using Bulwark.Homeserver.Directory;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Profile;
using Bulwark.Homeserver.Protocol;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary>
/// <c>POST /_matrix/client/v3/join/{roomIdOrAlias}</c>, <c>/rooms/{roomId}/join</c> and <c>/rooms/{roomId}/leave</c>. Whoever leaves a provisioned
/// room is joined to it again at the next login.
/// </summary>
internal sealed class MembershipEndpoints(RoomTable rooms, Aliases aliases, Users users)
{
    public async ValueTask<IResult> JoinAsync(HttpContext context, RouteValues values, Session session)
    {
        if (await aliases.ResolveAsync(values["roomIdOrAlias"], context.RequestAborted) is not { } roomId)
            return MatrixError.NotFound("There is no such room alias.");

        return await JoinAsync(context, roomId, session.UserId);
    }

    public ValueTask<IResult> JoinByIdAsync(HttpContext context, RouteValues values, Session session) => JoinAsync(context, values["roomId"], session.UserId);

    public async ValueTask<IResult> LeaveAsync(HttpContext context, RouteValues values, Session session)
    {
        if ((await MatrixBody.ReadObjectAsync(context, emptyIsObject: true)).Refusal is { } refusal)
            return refusal;

        var userId = session.UserId;
        var outcome = await rooms.ChangeAsync(values["roomId"], state => state.MembershipOf(userId) is Membership.Join or Membership.Invite
            ? EventDraft.State(EventTypes.Member, userId, userId, writer => writer.WriteString("membership"u8, Membership.Leave))
            : RoomView.NotAMember());
        return outcome.IsRefused(out var refused) ? refused : JsonAnswer.Empty;
    }

    private async ValueTask<IResult> JoinAsync(HttpContext context, string roomId, string userId)
    {
        if ((await MatrixBody.ReadObjectAsync(context, emptyIsObject: true)).Refusal is { } refusal)
            return refusal;

        var profile = await users.FindProfileAsync(userId, context.RequestAborted) ?? new UserProfile(null, null);
        var outcome = await rooms.ChangeAsync(roomId, state => state.IsJoined(userId) ? RoomChange.Nothing : profile.ToJoin(userId));
        if (outcome.IsRefused(out var refused))
            return refused;

        return JsonAnswer.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("room_id"u8, roomId);
            writer.WriteEndObject();
        });
    }
}
