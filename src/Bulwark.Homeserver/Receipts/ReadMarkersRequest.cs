using System.Text.Json.Serialization;

namespace Bulwark.Homeserver.Receipts;

/// <summary>Body of <c>POST /rooms/{roomId}/read_markers</c>.</summary>
internal sealed record ReadMarkersRequest
{
    [JsonPropertyName("m.fully_read")]
    public string? FullyRead { get; init; }

    [JsonPropertyName("m.read")]
    public string? Read { get; init; }

    [JsonPropertyName("m.read.private")]
    public string? ReadPrivate { get; init; }
}
