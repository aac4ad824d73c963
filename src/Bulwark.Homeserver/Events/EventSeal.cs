using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bulwark.Homeserver.Events;

/// <summary>
/// Gives a draft its place in a room, its content hash and its event ID: <c>$</c> and the reference hash in URL-safe base64. Nothing is
/// signed, since no other server is ever shown an event.
/// </summary>
/// <seealso href="https://spec.matrix.org/v1.13/server-server-api/#calculating-the-reference-hash-for-an-event"/>
internal static class EventSeal
{
    /// <summary>Largest event, in bytes of its canonical form.</summary>
    public const int MaxEventBytes = 65_536;

    /// <summary>Seals a draft; null when the event would be larger than <see cref="MaxEventBytes"/>.</summary>
    public static RoomEvent? Seal(EventDraft draft, EventPlace place, ReplacedState? replaces)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Write(draft, place, draft.Content, hash: null))).TrimEnd('=');
        var pdu = Write(draft, place, draft.Content, hash);
        if (pdu.Length > MaxEventBytes)
            return null;

        return new RoomEvent
        {
            EventId = EventId(pdu),
            RoomId = place.RoomId,
            Type = draft.Type,
            StateKey = draft.StateKey,
            Sender = draft.Sender,
            OriginServerTs = place.OriginServerTs,
            Body = new EventBody(pdu, redactedBecause: null),
            Replaces = replaces,
            Transaction = draft.Transaction,
            Redacts = draft.Redacts?.EventId,
        };
    }

    /// <summary>The event ID of a canonical event: the hash of what a redaction leaves of it, so that redacting never changes the ID.</summary>
    public static string EventId(ReadOnlyMemory<byte> pdu) => "$" + Base64Url.EncodeToString(SHA256.HashData(Redaction.Apply(pdu)));

    // The keys are written in their canonical order.
    private static byte[] Write(EventDraft draft, EventPlace place, ReadOnlyMemory<byte> content, string? hash)
    {
        var output = new ArrayBufferWriter<byte>(content.Length + 1024);
        output.Write("{\"auth_events\":"u8);
        WriteList(place.AuthEventIds, output);
        output.Write(",\"content\":"u8);
        output.Write(content.Span);
        WriteNumber(",\"depth\":"u8, place.Depth, output);
        if (hash is not null)
        {
            output.Write(",\"hashes\":{\"sha256\":"u8);
            CanonicalJson.WriteString(hash, output);
            output.Write("}"u8);
        }

        WriteNumber(",\"origin_server_ts\":"u8, place.OriginServerTs, output);
        output.Write(",\"prev_events\":"u8);
        WriteList(place.PreviousEventId is { } previous ? [previous] : [], output);
        WriteText(",\"room_id\":"u8, place.RoomId, output);
        WriteText(",\"sender\":"u8, draft.Sender, output);
        if (draft.StateKey is { } stateKey)
            WriteText(",\"state_key\":"u8, stateKey, output);

        WriteText(",\"type\":"u8, draft.Type, output);
        output.Write("}"u8);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteList(IReadOnlyList<string> items, ArrayBufferWriter<byte> output)
    {
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);

            CanonicalJson.WriteString(items[i], output);
        }

        output.Write("]"u8);
    }

    private static void WriteText(ReadOnlySpan<byte> key, string value, ArrayBufferWriter<byte> output)
    {
        output.Write(key);
        CanonicalJson.WriteString(value, output);
    }

    private static void WriteNumber(ReadOnlySpan<byte> key, long value, ArrayBufferWriter<byte> output)
    {
        output.Write(key);
        output.Write(Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
    }
}
