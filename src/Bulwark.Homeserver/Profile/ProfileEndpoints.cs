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

        var profile = await users.FindProfileAsync(session.UserId, context.RequestAborted) ?? new UserProfile(null, null);
        if (!Change(profile, values["keyName"], body).TryGet(out var changed, out refusal))
            return refusal;

        if (changed == profile)
            return JsonAnswer.Empty;

        await users.SetProfileAsync(session.UserId, changed);
        return await ShowAsync(session.UserId, changed, context.RequestAborted);
    }

    private async Task<IResult> ShowAsync(string userId, UserProfile profile, CancellationToken cancellationToken)
    {
        foreach (var roomId in await roomsOfUsers.FindAsync(userId, cancellationToken))
        {
            var outcome = await rooms.ChangeAsync(roomId, state => state.IsJoined(userId) ? profile.ToJoin(userId) : RoomChange.Nothing);
            if (outcome.IsRefused(out var refusal))
                return refusal;
        }

        return JsonAnswer.Empty;
    }

    private static MatrixRead<UserProfile> Change(UserProfile profile, string key, JsonElement body)
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

        return string.Equals(key, DisplayName, StringComparison.Ordinal) ? profile with { DisplayName = text } : profile with { AvatarUrl = text };
    }

    private static void WriteObject(Utf8JsonWriter writer, UserProfile profile)
    {
        writer.WriteStartObject();
        profile.WriteTo(writer);
        writer.WriteEndObject();
    }
}
