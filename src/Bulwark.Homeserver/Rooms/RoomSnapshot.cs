using System.Collections.Immutable;
using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>A room as the database has it.</summary>
internal sealed record RoomSnapshot
{
    /// <summary>A room that is about to be created.</summary>
    public static RoomSnapshot Empty { get; } = new();

    public RoomState State { get; init; } = RoomState.Empty;

    public ImmutableDictionary<string, MembershipHistory> Memberships { get; init; } =
        ImmutableDictionary.Create<string, MembershipHistory>(StringComparer.Ordinal);

    public VisibilityHistory Visibility { get; init; } = VisibilityHistory.None;

    /// <summary>The newest events, oldest first.</summary>
    public IReadOnlyList<RoomEvent> Recent { get; init; } = [];

    /// <summary>True when <see cref="Recent"/> is the whole history.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>How far each user has read.</summary>
    public IReadOnlyList<(string UserId, long Position)> ReadPositions { get; init; } = [];
}
