using Bulwark.Homeserver.Rooms;

namespace Bulwark.Homeserver.Sync;

/// <summary>What a <c>/sync</c> looks at: from one point to another.</summary>
internal sealed record SyncSpan(SyncRequest Request, SyncToken? Since, SyncToken UpTo)
{
    private long SincePosition => Since?.Position ?? 0;

    /// <summary>True when a membership began within the span, or when everything is asked for.</summary>
    public bool IsNews(MembershipChange change) => Since is null || Request.FullState || change.Position > SincePosition;

    /// <summary>True when the client knows nothing of the room: the user was not in it at the beginning of the span.</summary>
    public bool IsNew(Room room) => Since is null || !room.MembershipsOf(Request.UserId).IsJoinedAt(SincePosition);

    /// <summary>
    /// True when a room that the user is out of is shown: when leaving is news, or when left rooms are asked for together with everything.
    /// </summary>
    public bool ShowsLeft(MembershipChange change) =>
        (Since is not null && change.Position > SincePosition) || (Request.Filter.Room is { IncludeLeave: true } && (Since is null || Request.FullState));

    /// <summary>A room that the user is in.</summary>
    public SyncRoom Joined(Room room) => new(room, Request, IsNew(room) ? 0 : SincePosition, UpTo.Position, IsNew(room));

    /// <summary>A room that the user is out of since a change.</summary>
    public SyncRoom Left(Room room, MembershipChange change) => new(room, Request, IsNew(room) ? 0 : SincePosition, change.Position, IsNew(room));
}
