namespace Bulwark.Homeserver.Receipts;

/// <summary>How far a user has read in a room.</summary>
/// <param name="RoomId">The room.</param>
/// <param name="UserId">The user.</param>
/// <param name="Type"><c>m.read</c>, or <c>m.read.private</c>, which nobody else sees.</param>
/// <param name="ThreadId">A thread's root, <c>main</c>, or empty for the room as a whole.</param>
/// <param name="EventId">The event read last.</param>
/// <param name="Timestamp">When, in Unix milliseconds.</param>
internal sealed record Receipt(string RoomId, string UserId, string Type, string ThreadId, string EventId, long Timestamp)
{
    /// <summary>The thread of everything that is in no thread.</summary>
    public const string MainThread = "main";

    public const string Read = "m.read";
    public const string ReadPrivate = "m.read.private";

    /// <summary>True when it says how far the room has been read, and not only a thread in it.</summary>
    public bool IsOfRoom => ThreadId is "" or MainThread;

    /// <summary>True when a user may see it.</summary>
    public bool IsVisibleTo(string userId) =>
        !string.Equals(Type, ReadPrivate, StringComparison.Ordinal) || string.Equals(UserId, userId, StringComparison.Ordinal);
}
