using System.Text.Json.Serialization.Metadata;
using Bulwark.Mcp.Authorization;

namespace Bulwark.Mcp.Matrix;

/// <summary>Asks the homeserver as the calling user.</summary>
internal sealed class Chat(MatrixSessions sessions, MatrixClient matrix)
{
    /// <summary>Longest room ID or alias (Matrix specification, appendices, common identifier format).</summary>
    public const int MaxRoomBytes = 255;

    private const string RoomHint = "'room' is a room ID like !abc:example.org or an alias like #staff:example.org; list_rooms shows both.";

    /// <summary>Asks. When the homeserver has forgotten the session, signs in again and asks once more.</summary>
    public async Task<MatrixResponse<T>> AskAsync<T>(
        Caller caller, MatrixRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var session = await sessions.GetAsync(caller, cancellationToken);
        if (session.Value is null)
            return Refused<T>(session.Refusal!);

        var response = await matrix.SendAsync(request, session.Value.AccessToken, caller.RequestId, type, cancellationToken);
        if (response.Error?.Errcode != MatrixErrorBody.UnknownToken)
            return response;

        sessions.Forget(caller, session.Value);
        session = await sessions.GetAsync(caller, cancellationToken);
        return session.Value is null
            ? Refused<T>(session.Refusal!)
            : await matrix.SendAsync(request, session.Value.AccessToken, caller.RequestId, type, cancellationToken);
    }

    /// <summary>The room ID that a room ID or an alias stands for.</summary>
    public async Task<ChatAnswer<string>> FindRoomAsync(Caller caller, string room, CancellationToken cancellationToken)
    {
        if (room.StartsWith('!'))
            return ChatAnswer<string>.Of(room);

        if (!room.StartsWith('#'))
            return ChatAnswer<string>.Refuse(RoomHint);

        var alias = await AskAsync(caller, MatrixRequest.Alias(room), McpJson.Wire.AliasAnswer, cancellationToken);
        return alias.Value is { } found ? ChatAnswer<string>.Of(found.RoomId) : ChatAnswer<string>.Refuse(alias.ToAnswer().Refusal!);
    }

    private static MatrixResponse<T> Refused<T>(string sentence) => new(default, MatrixErrorBody.Told(sentence), 403);
}
