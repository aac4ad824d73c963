using System.Buffers;
using System.Text.Json;
using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.Events;

/// <summary>An event that somebody wants to add to a room: not yet allowed, ordered or named.</summary>
/// <param name="Type">The event type.</param>
/// <param name="StateKey">The state key of a state event, else null.</param>
/// <param name="Sender">Who sends it.</param>
/// <param name="Content">Its content as canonical JSON.</param>
internal sealed record EventDraft(string Type, string? StateKey, string Sender, ReadOnlyMemory<byte> Content)
{
    /// <summary>The request that it came with, when the endpoint has transaction IDs.</summary>
    public TransactionKey? Transaction { get; init; }

    /// <summary>The event that it redacts.</summary>
    public RoomEvent? Redacts { get; init; }

    /// <summary>A draft with a client's content; refused when the content has no canonical form.</summary>
    public static MatrixRead<EventDraft> Create(string type, string? stateKey, string sender, JsonElement content)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        if (CanonicalJson.TryWrite(content, buffer) is { } problem)
            return MatrixError.BadJson($"The content {problem}.");

        return new EventDraft(type, stateKey, sender, buffer.WrittenMemory);
    }

    /// <summary>A draft with content of our own making.</summary>
    public static EventDraft State(string type, string stateKey, string sender, Action<Utf8JsonWriter> writeContent)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writeContent(writer);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return Create(type, stateKey, sender, document.RootElement).Value ?? throw new InvalidOperationException($"The server made a bad {type}");
    }

    /// <summary>Its content, parsed.</summary>
    public JsonElement ParseContent()
    {
        using var document = JsonDocument.Parse(Content);
        return document.RootElement.Clone();
    }
}
