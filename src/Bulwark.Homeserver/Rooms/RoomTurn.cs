using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.Rooms;

/// <summary>What a room decided about a change while it held its turn: what the caller still waits for, and the outcome when that is done.</summary>
internal sealed record RoomTurn(Task Durable, RoomOutcome Outcome)
{
    /// <summary>The room is not the authority any more; ask for it again.</summary>
    public bool HasMoved { get; private init; }

    public static RoomTurn Moved { get; } = new(Task.CompletedTask, default) { HasMoved = true };

    public static RoomTurn Refused(MatrixError refusal) => new(Task.CompletedTask, new RoomOutcome(null, refusal));

    public static RoomTurn Queued(Task durable, string? eventId) => new(durable, new RoomOutcome(eventId, null));
}
