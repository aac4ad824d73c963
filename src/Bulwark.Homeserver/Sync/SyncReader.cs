using Bulwark.Homeserver.PushRules;
using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Sync;

/// <summary>Reads everything that a <c>/sync</c> answers with.</summary>
internal sealed class SyncReader(SyncChangesReader changesReader, RoomTable rooms, RoomSyncReader roomReader)
{
    /// <inheritdoc cref="SyncChangesReader.Now"/>
    public SyncToken Now => changesReader.Now;

    /// <summary>What is new between two points.</summary>
    public async Task<SyncResult> ReadAsync(SyncRequest request, SyncToken? since, SyncToken upTo, CancellationToken cancellationToken)
    {
        var changes = await changesReader.ReadAsync(request, since, upTo, cancellationToken);
        var result = new SyncResult(upTo);
        foreach (var roomId in changes.RoomIds.Where(roomId => request.Filter.Room?.MatchesRoom(roomId) != false))
        {
            if (await rooms.FindAsync(roomId) is { } room)
                await ReadRoomAsync(room, new SyncSpan(request, since, upTo), changes, result, cancellationToken);
        }

        AddAccountData(request, since, changes, result);
        return result;
    }

    private async ValueTask ReadRoomAsync(Room room, SyncSpan span, SyncChanges changes, SyncResult result, CancellationToken cancellationToken)
    {
        var memberships = room.MembershipsOf(span.Request.UserId);
        if (memberships.LastUpTo(span.UpTo.Position) is not { } now)
            return;

        switch (now.Membership)
        {
            case Membership.Join:
                var sync = await roomReader.ReadJoinedAsync(span.Joined(room), changes, cancellationToken);
                if (!sync.IsEmpty || span.IsNew(room))
                    result.Joined.Add(sync);
                break;
            case Membership.Invite:
                if (span.IsNews(now))
                    result.Invited.Add(new RoomInvite(room, span.Request.UserId));
                break;
            default:
                if (span.ShowsLeft(now))
                    result.Left.Add(await roomReader.ReadLeftAsync(span.Left(room, now), cancellationToken));
                break;
        }
    }

    private static void AddAccountData(SyncRequest request, SyncToken? since, SyncChanges changes, SyncResult result)
    {
        var items = changes.AccountDataOf("");
        if (since is null)
            items = [DefaultPushRules.ToAccountData(request.UserId), .. items];

        foreach (var item in items)
        {
            if (request.Filter.AccountData?.Matches(item.Type, sender: null) != false)
                result.AccountData.Add(item);
        }
    }
}
