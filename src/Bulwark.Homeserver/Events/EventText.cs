using System.Text.Json;

namespace Bulwark.Homeserver.Events;

/// <summary>The canonical JSON of an event and the parts of it that are sent to clients.</summary>
internal sealed class EventText
{
    private NotificationFacts? _notification;

    public EventText(ReadOnlyMemory<byte> pdu, RoomEvent? redactedBecause)
    {
        Pdu = pdu;
        RedactedBecause = redactedBecause;
        Content = Find("content"u8);
    }

    /// <summary>The whole event as it is stored and hashed.</summary>
    public ReadOnlyMemory<byte> Pdu { get; }

    /// <summary>The bytes of its <c>content</c>.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>What of it decides about notifications, read once and kept.</summary>
    public NotificationFacts Notification => _notification ??= NotificationFacts.Read(this);

    /// <summary>The redaction that emptied it; null when none did.</summary>
    public RoomEvent? RedactedBecause { get; }

    /// <summary>Its content, parsed.</summary>
    public JsonElement ParseContent()
    {
        using var document = JsonDocument.Parse(Content);
        return document.RootElement.Clone();
    }

    /// <summary><c>origin_server_ts</c>: Unix time in milliseconds.</summary>
    public long OriginServerTs()
    {
        var reader = new Utf8JsonReader(Find("origin_server_ts"u8).Span);
        _ = reader.Read();
        return reader.GetInt64();
    }

    private ReadOnlyMemory<byte> Find(ReadOnlySpan<byte> key)
    {
        var reader = new Utf8JsonReader(Pdu.Span);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(key);
            _ = reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (found)
                return Pdu[start..(int)reader.BytesConsumed];
        }

        throw new InvalidDataException("A stored event has lost a part that every event has");
    }
}
