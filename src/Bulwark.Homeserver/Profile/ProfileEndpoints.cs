using System.Text.Json;
using Bulwark.Core.Routing;
using Bulwark.Homeserver.Login;
using Bulwark.Homeserver.Protocol;
using Bulwark.Homeserver.Rooms;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Profile;

/// <summary>
/// <c>/_matrix/client/v3/profile/{userId}</c> and its two keys. A change shows in every room that the user is in. Reading takes a token: who
/// works here is nobody else's business.
/// </summary>
internal sealed class ProfileEndpoints(Users users, RoomTable rooms, RoomsOfUsers roomsOfUsers)
{
    private const string DisplayName = "displayname";
    private const string AvatarUrl = "avatar_url";
    private const int MaxDisplayNameLength = 256;
    private const int MaxAvatarUrlLength = 1000;

    public async ValueTask<IResult> GetAsync(HttpContext context, RouteValues values, Session session) =>
        await users.FindProfileAsync(values["userId"], context.RequestAborted) is { } profile
            ? JsonAnswer.Write(writer => WriteObject(writer, profile))
            : MatrixError.NotFound("There is no such user.");

    public async ValueTask<IResult> GetKeyAsync(HttpContext context, RouteValues values, Session session)
    {
        if (await users.FindProfileAsync(values["userId"], context.RequestAborted) is not { } profile)
            return MatrixError.NotFound("There is no such user.");

        return values["keyName"] switch
        {
            DisplayName => JsonAnswer.Write(writer => WriteObject(writer, profile with { AvatarUrl = null })),
            AvatarUrl => JsonAnswer.Write(writer => WriteObject(writer, profile with { DisplayName = null })),
            _ => MatrixError.NotFound("The profile has no such key."),
        };
    }

    public async ValueTask<IResult> PutKeyAsync(HttpContext context, RouteValues values, Session session)
    {
        if (!string.Equals(values["userId"], session.UserId, StringComparison.Ordinal))
            return MatrixError.Forbidden("A profile belongs to its user.");

        if (!(await MatrixBody.ReadObjectAsync(context)).TryGet(out var body, out var refusal))
            return refusal;

        if (!Read(values["keyName"], body).TryGet(out var change, out refusal))
            return refusal;

        return await users.ChangeProfileAsync(session.UserId, change) is { } changed
            ? await ShowAsync(session.UserId, changed, context.RequestAborted)
            : JsonAnswer.Empty;
    }

    // Of two changes at once the older may reach a room last. Whoever reaches it last sees here that there is a newer one.
    private async Task<IResult> ShowAsync(string userId, UserProfile profile, CancellationToken cancellationToken)
    {
        for (UserProfile? newest = profile; newest is not null; newest = await FindOtherAsync(userId, newest, cancellationToken))
        {
            if (await ShowInRoomsAsync(userId, newest, cancellationToken) is { } refusal)
                return refusal;
        }

        return JsonAnswer.Empty;
    }

    private async Task<UserProfile?> FindOtherAsync(string userId, UserProfile shown, CancellationToken cancellationToken) =>
        await users.FindProfileAsync(userId, cancellationToken) is { } profile && profile != shown ? profile : null;

    private async Task<MatrixError?> ShowInRoomsAsync(string userId, UserProfile profile, CancellationToken cancellationToken)
    {
        foreach (var roomId in await roomsOfUsers.FindAsync(userId, cancellationToken))
        {
            var outcome = await rooms.ChangeAsync(roomId, state => state.IsJoined(userId) ? profile.ToJoin(userId) : RoomChange.Nothing);
            if (outcome.IsRefused(out var refusal))
                return refusal;
        }

        return null;
    }

    private static MatrixRead<Func<UserProfile, UserProfile>> Read(string key, JsonElement body)
    {
        if (key is not (DisplayName or AvatarUrl))
            return MatrixError.BadRequest($"The profile has the keys {DisplayName} and {AvatarUrl} only.");

        if (!body.TryGetProperty(key, out var value))
            return MatrixError.MissingParam($"'{key}' is missing.");

        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
            return MatrixError.BadJson($"'{key}' is not a string.");

        var text = value.GetString() is { Length: > 0 } given ? given : null;
        if (text?.Length > (string.Equals(key, DisplayName, StringComparison.Ordinal) ? MaxDisplayNameLength : MaxAvatarUrlLength))
            return MatrixError.TooLarge($"'{key}' is too long.");

        return string.Equals(key, DisplayName, StringComparison.Ordinal)
            ? new Func<UserProfile, UserProfile>(profile => profile with { DisplayName = text })
            : profile => profile with { AvatarUrl = text };
    }

    private static void WriteObject(Utf8JsonWriter writer, UserProfile profile)
    {
        writer.WriteStartObject();
        profile.WriteTo(writer);
        writer.WriteEndObject();
    }
}
