using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Receipts;

namespace Bulwark.Homeserver.Streams;

/// <summary>One thing of the recent past: at a position, in a room or of a user. Events themselves stand in their room's recent timeline.</summary>
/// <param name="Position">Its place in the order.</param>
/// <param name="RoomId">The room that it happened in; null when it did not happen in one.</param>
internal sealed record StreamEntry(long Position, string? RoomId)
{
    /// <summary>A receipt, when it is one.</summary>
    public Receipt? Receipt { get; init; }

    /// <summary>Account data, when it is that; it concerns its user only.</summary>
    public AccountDataItem? AccountData { get; init; }

    /// <summary>About how much memory it holds, in bytes.</summary>
    public int Size => 128 + (AccountData?.Json.Length ?? 0);
}
