using System.Collections.Immutable;
using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Receipts;

namespace Bulwark.Homeserver.Sync;

/// <summary>What has changed for a user between two points.</summary>
internal sealed record SyncChanges
{
    /// <summary>The rooms to look at.</summary>
    public required ImmutableHashSet<string> RoomIds { get; init; }

    /// <summary>The rooms in which somebody began or stopped typing.</summary>
    public required ImmutableHashSet<string> TypingRoomIds { get; init; }

    /// <summary>The user's account data, global and of rooms, oldest first.</summary>
    public required IReadOnlyList<AccountDataItem> AccountData { get; init; }

    /// <summary>The receipts, oldest first; null when they have to be read from the database.</summary>
    public IReadOnlyList<Receipt>? Receipts { get; init; }

    /// <summary>The account data of one room; empty for the global ones.</summary>
    public IReadOnlyList<AccountDataItem> AccountDataOf(string roomId) =>
        [.. AccountData.Where(item => string.Equals(item.RoomId, roomId, StringComparison.Ordinal))];
}
