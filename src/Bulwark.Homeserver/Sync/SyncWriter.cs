using System.Text.Json;
using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Receipts;

namespace Bulwark.Homeserver.Sync;

/// <summary>Writes the answer to a <c>/sync</c>.</summary>
internal static class SyncWriter
{
    public static void Write(Utf8JsonWriter writer, SyncResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("next_batch"u8, result.NextBatch.ToString());
        WriteEvents(writer, "account_data"u8, result.AccountData, WriteAccountData);
        WriteEvents(writer, "presence"u8, Array.Empty<AccountDataItem>(), WriteAccountData);
        WriteEvents(writer, "to_device"u8, Array.Empty<AccountDataItem>(), WriteAccountData);
        writer.WriteStartObject("rooms"u8);
        WriteRooms(writer, "join"u8, result.Joined, room => room.RoomId, WriteJoined);
        WriteRooms(writer, "invite"u8, result.Invited, invite => invite.Room.RoomId, WriteInvited);
        WriteRooms(writer, "leave"u8, result.Left, room => room.RoomId, WriteLeft);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRooms<T>(
        Utf8JsonWriter writer, ReadOnlySpan<byte> section, List<T> rooms, Func<T, string> roomId, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject(section);
        foreach (var room in rooms)
        {
            writer.WriteStartObject(roomId(room));
            write(writer, room);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteJoined(Utf8JsonWriter writer, RoomSync room)
    {
        WriteLeft(writer, room);
        WriteEvents(writer, "account_data"u8, room.AccountData, WriteAccountData);
        WriteEphemeral(writer, room);
        if (room.Summary is { } summary)
            WriteSummary(writer, summary);

        writer.WriteStartObject("unread_notifications"u8);
        writer.WriteNumber("highlight_count"u8, room.Unread.Highlights);
        writer.WriteNumber("notification_count"u8, room.Unread.Notifications);
        writer.WriteEndObject();
    }

    private static void WriteLeft(Utf8JsonWriter writer, RoomSync room)
    {
        writer.WriteStartObject("timeline"u8);
        WriteEventList(writer, room.Timeline, (output, roomEvent) => ClientEvent.Write(output, roomEvent, room.Viewer, withRoomId: false));
        writer.WriteBoolean("limited"u8, room.IsLimited);
        writer.WriteString("prev_batch"u8, room.PreviousBatch.ToString());
        writer.WriteEndObject();
        WriteEvents(writer, "state"u8, room.State, (output, roomEvent) => ClientEvent.Write(output, roomEvent, room.Viewer, withRoomId: false));
    }

    // What a room shows of itself to those who are invited: what it is, and their own invitation.
    private static void WriteInvited(Utf8JsonWriter writer, RoomInvite invite)
    {
        var state = invite.Room.Current;
        string[] shown = [EventTypes.Create, EventTypes.JoinRules, EventTypes.Name, EventTypes.CanonicalAlias];
        var events = shown.Select(type => state.Find(type)).Append(state.Find(EventTypes.Member, invite.UserId));
        WriteEvents(writer, "invite_state"u8, events.OfType<RoomEvent>(), ClientEvent.WriteStripped);
    }

    private static void WriteEphemeral(Utf8JsonWriter writer, RoomSync room)
    {
        writer.WriteStartObject("ephemeral"u8);
        writer.WriteStartArray("events"u8);
        if (room.Receipts.Count > 0)
            ReceiptWriter.Write(writer, room.Receipts);

        if (room.Typing is { } typing)
            WriteTyping(writer, typing);

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTyping(Utf8JsonWriter writer, IReadOnlyList<string> users)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "m.typing"u8);
        writer.WriteStartObject("content"u8);
        WriteStrings(writer, "user_ids"u8, users);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter writer, RoomSummary summary)
    {
        writer.WriteStartObject("summary"u8);
        WriteStrings(writer, "m.heroes"u8, summary.Heroes);
        writer.WriteNumber("m.joined_member_count"u8, summary.JoinedCount);
        writer.WriteNumber("m.invited_member_count"u8, summary.InvitedCount);
        writer.WriteEndObject();
    }

    private static void WriteAccountData(Utf8JsonWriter writer, AccountDataItem item)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, item.Type);
        writer.WritePropertyName("content"u8);
        writer.WriteRawValue(item.Json.Span, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static void WriteEvents<T>(Utf8JsonWriter writer, ReadOnlySpan<byte> section, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartObject(section);
        WriteEventList(writer, items, write);
        writer.WriteEndObject();
    }

    private static void WriteEventList<T>(Utf8JsonWriter writer, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        writer.WriteStartArray("events"u8);
        foreach (var item in items)
            write(writer, item);

        writer.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);

        writer.WriteEndArray();
    }
}
