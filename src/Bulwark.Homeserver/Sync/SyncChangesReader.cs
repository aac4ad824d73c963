using System.Collections.Immutable;
using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Receipts;
using Bulwark.Homeserver.Rooms;
using Bulwark.Homeserver.Streams;
using Bulwark.Homeserver.Typing;

namespace Bulwark.Homeserver.Sync;

/// <summary>Finds out what has changed: from the stream alone when <c>since</c> lies in its window, else from the database.</summary>
internal sealed class SyncChangesReader(EventStream stream, RoomsOfUsers roomsOfUsers, AccountDataStore accountData, TypingUsers typing)
{
    /// <summary>The point up to which everything may be shown now.</summary>
    public SyncToken Now => new(stream.Position, typing.Version);

    public async ValueTask<SyncChanges> ReadAsync(SyncRequest request, SyncToken? since, SyncToken upTo, CancellationToken cancellationToken)
    {
        var rooms = await roomsOfUsers.FindAsync(request.UserId, cancellationToken);
        var typingRooms = typing.ChangedSince(since?.Volatile ?? 0);
        if (since is { } from && stream.Between(from.Position, upTo.Position) is { } entries)
            return FromStream(request, entries, rooms, typingRooms);

        return new SyncChanges
        {
            RoomIds = rooms,
            TypingRoomIds = typingRooms,
            AccountData = await accountData.ChangedAsync(request.UserId, since?.Position ?? 0, upTo.Position, cancellationToken),
        };
    }

    private static SyncChanges FromStream(
        SyncRequest request, IReadOnlyList<StreamEntry> entries, ImmutableHashSet<string> rooms, ImmutableHashSet<string> typingRooms) => new()
    {
        RoomIds = request.FullState ? rooms : rooms.Intersect(entries.Select(entry => entry.RoomId).OfType<string>().Concat(typingRooms)),
        TypingRoomIds = typingRooms,
        AccountData =
        [
            .. entries.Select(entry => entry.AccountData).OfType<AccountDataItem>()
                .Where(item => string.Equals(item.UserId, request.UserId, StringComparison.Ordinal)),
        ],
        Receipts = [.. entries.Select(entry => entry.Receipt).OfType<Receipt>()],
    };
}
