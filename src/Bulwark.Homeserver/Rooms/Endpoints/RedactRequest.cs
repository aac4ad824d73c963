namespace Bulwark.Homeserver.Rooms.Endpoints;

/// <summary>Body of <c>PUT /rooms/{roomId}/redact/{eventId}/{txnId}</c>.</summary>
internal sealed record RedactRequest
{
    public string? Reason { get; init; }
}
