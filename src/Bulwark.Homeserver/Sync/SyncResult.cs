using Bulwark.Homeserver.AccountData;

namespace Bulwark.Homeserver.Sync;

/// <summary>What a <c>/sync</c> answers with.</summary>
internal sealed record SyncResult(SyncToken NextBatch)
{
    public List<RoomSync> Joined { get; } = [];

    public List<RoomInvite> Invited { get; } = [];

    public List<RoomSync> Left { get; } = [];

    public List<AccountDataItem> AccountData { get; } = [];

    /// <summary>True when there is nothing in it that is worth waking a client for.</summary>
    public bool IsEmpty => Joined.Count == 0 && Invited.Count == 0 && Left.Count == 0 && AccountData.Count == 0;
}
