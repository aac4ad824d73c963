namespace Bulwark.Homeserver.Receipts;

/// <summary>Body of <c>POST /rooms/{roomId}/receipt/{receiptType}/{eventId}</c>.</summary>
internal sealed record ReceiptRequest
{
    public string? ThreadId { get; init; }
}
