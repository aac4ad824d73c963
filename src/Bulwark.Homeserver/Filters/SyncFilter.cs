namespace Bulwark.Homeserver.Filters;

/// <summary>What a client wants of <c>/sync</c>. Parts that are left out let everything through.</summary>
internal sealed record SyncFilter
{
    /// <summary>Most timeline events of one room in one answer.</summary>
    public const int MaxTimelineLimit = 100;

    private const int DefaultTimelineLimit = 10;

    /// <summary>A filter that lets everything through.</summary>
    public static SyncFilter Everything { get; } = new();

    public EventFilter? AccountData { get; init; }

    public RoomFilter? Room { get; init; }

    public RoomEventFilter Timeline => Room?.Timeline ?? NoFilter;

    public RoomEventFilter State => Room?.State ?? NoFilter;

    public RoomEventFilter Ephemeral => Room?.Ephemeral ?? NoFilter;

    public RoomEventFilter RoomAccountData => Room?.AccountData ?? NoFilter;

    public int TimelineLimit => Math.Clamp(Timeline.Limit ?? DefaultTimelineLimit, 1, MaxTimelineLimit);

    public bool LazyLoadMembers => State.LazyLoadMembers;

    private static RoomEventFilter NoFilter { get; } = new();
}
