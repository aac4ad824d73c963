using Bulwark.Homeserver.Events;
using Bulwark.Homeserver.Protocol;

namespace Bulwark.Homeserver.Rooms;

/// <summary>What somebody wants done to a room, decided on its newest state: events to add all together, nothing, or a refusal.</summary>
internal sealed record RoomChange
{
    /// <summary>It is as it should be; nothing to do.</summary>
    public static RoomChange Nothing { get; } = new();

    /// <summary>In order; either all of them are added or none.</summary>
    public IReadOnlyList<EventDraft> Drafts { get; private init; } = [];

    public MatrixError? Refusal { get; private init; }

    /// <summary>The alias that a room is created with.</summary>
    public string? Alias { get; init; }

    public static implicit operator RoomChange(EventDraft draft) => Add(draft);

    public static implicit operator RoomChange(MatrixError refusal) => new() { Refusal = refusal };

    /// <summary>Adds events.</summary>
    public static RoomChange Add(params IReadOnlyList<EventDraft> drafts) => new() { Drafts = drafts };
}
