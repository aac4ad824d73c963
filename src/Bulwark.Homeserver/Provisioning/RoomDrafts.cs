using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Provisioning;

/// <summary>The events that a provisioned room begins with. Only the server's own user can change the room or who is in it.</summary>
internal static class RoomDrafts
{
    /// <summary>All of them, in order.</summary>
    public static RoomChange Create(string serverUserId, string alias, string name) => RoomChange.Add(
        EventDraft.State(EventTypes.Create, "", serverUserId, writer => writer.WriteString("room_version"u8, Room.Version)),
        EventDraft.State(EventTypes.Member, serverUserId, serverUserId, writer => writer.WriteString("membership"u8, Membership.Join)),
        PowerLevels(serverUserId),
        EventDraft.State(EventTypes.CanonicalAlias, "", serverUserId, writer => writer.WriteString("alias"u8, alias)),
        EventDraft.State(EventTypes.JoinRules, "", serverUserId, writer => writer.WriteString("join_rule"u8, "invite"u8)),
        EventDraft.State(EventTypes.HistoryVisibility, "", serverUserId, writer => writer.WriteString("history_visibility"u8, "shared"u8)),
        EventDraft.State(EventTypes.GuestAccess, "", serverUserId, writer => writer.WriteString("guest_access"u8, "forbidden"u8)),
        Name(serverUserId, name)) with
    {
        Alias = alias,
    };

    public static EventDraft Name(string serverUserId, string name) =>
        EventDraft.State(EventTypes.Name, "", serverUserId, writer => writer.WriteString("name"u8, name));

    // Inviting takes power too: membership follows the groups and nothing else.
    private static EventDraft PowerLevels(string serverUserId) => EventDraft.State(EventTypes.PowerLevels, "", serverUserId, writer =>
    {
        writer.WriteStartObject("users"u8);
        writer.WriteNumber(serverUserId, 100);
        writer.WriteEndObject();
        foreach (var level in (string[])["ban", "kick", "redact", "invite", "state_default"])
            writer.WriteNumber(level, 100);

        writer.WriteNumber("users_default"u8, 0);
        writer.WriteNumber("events_default"u8, 0);
    });
}
