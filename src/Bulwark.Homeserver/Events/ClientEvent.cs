using System.Text.Json;

namespace Bulwark.Homeserver.Events;

/// <summary>
/// Writes an event as a client sees it. The bytes of its content are copied as they are stored; only <c>unsigned</c> depends on who looks.
/// </summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#room-event-format"/>
internal static class ClientEvent
{
    /// <summary>Writes the whole event.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="roomEvent">The event.</param>
    /// <param name="viewer">Who looks at it.</param>
    /// <param name="withRoomId">False inside <c>/sync</c>, where the room is around it.</param>
    public static void Write(Utf8JsonWriter writer, RoomEvent roomEvent, EventViewer viewer, bool withRoomId)
    {
        var text = roomEvent.Body.Text;
        writer.WriteStartObject();
        writer.WritePropertyName("content"u8);
        writer.WriteRawValue(text.Content.Span, skipInputValidation: true);
        writer.WriteString("event_id"u8, roomEvent.EventId);
        writer.WriteNumber("origin_server_ts"u8, roomEvent.OriginServerTs);
        if (withRoomId)
            writer.WriteString("room_id"u8, roomEvent.RoomId);

        // Where the key was before room version 11; clients still look there.
        if (roomEvent.Redacts is { } redacts)
            writer.WriteString("redacts"u8, redacts);

        writer.WriteString("sender"u8, roomEvent.Sender);
        if (roomEvent.StateKey is { } stateKey)
            writer.WriteString("state_key"u8, stateKey);

        writer.WriteString("type"u8, roomEvent.Type);
        WriteUnsigned(writer, roomEvent, text, viewer);
        writer.WriteEndObject();
    }

    /// <summary>Writes the stripped form that the invited see.</summary>
    public static void WriteStripped(Utf8JsonWriter writer, RoomEvent roomEvent)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("content"u8);
        writer.WriteRawValue(roomEvent.Body.Text.Content.Span, skipInputValidation: true);
        writer.WriteString("sender"u8, roomEvent.Sender);
        writer.WriteString("state_key"u8, roomEvent.StateKey);
        writer.WriteString("type"u8, roomEvent.Type);
        writer.WriteEndObject();
    }

    private static void WriteUnsigned(Utf8JsonWriter writer, RoomEvent roomEvent, EventText text, EventViewer viewer)
    {
        writer.WriteStartObject("unsigned"u8);
        writer.WriteNumber("age"u8, Math.Max(0, viewer.Now - roomEvent.OriginServerTs));
        if (viewer.MembershipAt(roomEvent) is { } membership)
            writer.WriteString("membership"u8, membership);

        if (viewer.Sent(roomEvent))
            writer.WriteString("transaction_id"u8, roomEvent.Transaction!.TransactionId);

        if (roomEvent.Replaces is { } replaced)
        {
            writer.WritePropertyName("prev_content"u8);
            writer.WriteRawValue(replaced.Body.Text.Content.Span, skipInputValidation: true);
            writer.WriteString("prev_sender"u8, replaced.Sender);
            writer.WriteString("replaces_state"u8, replaced.EventId);
        }

        if (text.RedactedBecause is { } because)
        {
            writer.WritePropertyName("redacted_because"u8);
            Write(writer, because, viewer, withRoomId: true);
        }

        writer.WriteEndObject();
    }
}
