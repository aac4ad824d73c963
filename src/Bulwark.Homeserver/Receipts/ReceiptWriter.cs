using System.Text.Json;

namespace Bulwark.Homeserver.Receipts;

/// <summary>Writes receipts as one <c>m.receipt</c> event: by event, then type, then user.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#receipts"/>
internal static class ReceiptWriter
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyCollection<Receipt> receipts)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "m.receipt"u8);
        writer.WriteStartObject("content"u8);
        foreach (var ofEvent in receipts.GroupBy(receipt => receipt.EventId, StringComparer.Ordinal))
        {
            writer.WriteStartObject(ofEvent.Key);
            foreach (var ofType in ofEvent.GroupBy(receipt => receipt.Type, StringComparer.Ordinal))
                WriteType(writer, ofType.Key, ofType);

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // One user's receipts of one event for the room and for a thread cannot both be written; the last one stands.
    private static void WriteType(Utf8JsonWriter writer, string type, IEnumerable<Receipt> receipts)
    {
        writer.WriteStartObject(type);
        foreach (var receipt in receipts.GroupBy(receipt => receipt.UserId, StringComparer.Ordinal).Select(ofUser => ofUser.Last()))
        {
            writer.WriteStartObject(receipt.UserId);
            writer.WriteNumber("ts"u8, receipt.Timestamp);
            if (receipt.ThreadId.Length > 0)
                writer.WriteString("thread_id"u8, receipt.ThreadId);

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
