using Bulwark.Homeserver.AccountData;
using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Receipts;

namespace Bulwark.Homeserver.Sync;

/// <summary>What a <c>/sync</c> says of one room.</summary>
internal sealed record RoomSync(string RoomId, EventViewer Viewer)
{
    /// <summary>Oldest first.</summary>
    public IReadOnlyList<RoomEvent> Timeline { get; init; } = [];

    /// <summary>True when there are events between the last answer and the timeline.</summary>
    public bool IsLimited { get; init; }

    /// <summary>Where the timeline begins.</summary>
    public SyncToken PreviousBatch { get; init; }

    /// <summary>The state at the beginning of the timeline, or what has changed of it.</summary>
    public IReadOnlyCollection<RoomEvent> State { get; init; } = [];

    public IReadOnlyCollection<Receipt> Receipts { get; init; } = [];

    /// <summary>Who is typing; null when that has not changed.</summary>
    public IReadOnlyList<string>? Typing { get; init; }

    public IReadOnlyList<AccountDataItem> AccountData { get; init; } = [];

    /// <summary>Null when it has not changed.</summary>
    public RoomSummary? Summary { get; init; }

    public UnreadCounts Unread { get; init; }

    public bool IsEmpty => Timeline.Count == 0 && State.Count == 0 && Receipts.Count == 0 && Typing is null && AccountData.Count == 0;
}
