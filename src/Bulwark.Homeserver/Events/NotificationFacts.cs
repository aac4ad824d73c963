using System.Text.Json;

namespace Bulwark.Homeserver.Events;

/// <summary>What of a message's content decides whom it notifies: the same for every reader, so it is read once.</summary>
/// <param name="IsNews">False for notices, which are for machines, for edits, which have been news before, and for what was redacted.</param>
/// <param name="UserIds">The users it mentions.</param>
/// <param name="MentionsRoom">True when it mentions everybody in the room.</param>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#user-and-room-mentions"/>
internal sealed record NotificationFacts(bool IsNews, IReadOnlyList<string> UserIds, bool MentionsRoom)
{
    private const int MaxMentions = 1_000;

    public static NotificationFacts Read(EventText text)
    {
        var content = text.ParseContent();
        var mentions = Find(content, "m.mentions", JsonValueKind.Object);
        return new NotificationFacts(
            text.RedactedBecause is null && !HasText(content, "msgtype", "m.notice") && !IsEdit(content),
            mentions is null ? [] : ReadUsers(mentions.Value),
            mentions is not null && Find(mentions.Value, "room", JsonValueKind.True) is not null);
    }

    private static bool IsEdit(JsonElement content) =>
        Find(content, "m.relates_to", JsonValueKind.Object) is { } relation && HasText(relation, "rel_type", "m.replace");

    private static IReadOnlyList<string> ReadUsers(JsonElement mentions) => Find(mentions, "user_ids", JsonValueKind.Array) is { } users
        ? [.. users.EnumerateArray().Where(user => user.ValueKind == JsonValueKind.String).Take(MaxMentions).Select(user => user.GetString()!)]
        : [];

    private static JsonElement? Find(JsonElement content, string property, JsonValueKind kind) =>
        content.TryGetProperty(property, out var value) && value.ValueKind == kind ? value : null;

    private static bool HasText(JsonElement content, string property, string text) =>
        Find(content, property, JsonValueKind.String) is { } value && value.ValueEquals(text);
}
