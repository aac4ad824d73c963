using System.Collections.Immutable;
using System.Text.Json;
using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Rooms;

/// <summary>How a room's history visibility has changed over time, as far as it is committed.</summary>
internal sealed class VisibilityHistory(ImmutableArray<(long Position, HistoryVisibility Visibility)> changes)
{
    /// <summary>A room that has never set it: <see cref="HistoryVisibility.Shared"/>, as the specification says.</summary>
    public static VisibilityHistory None { get; } = new([]);

    /// <summary>
    /// The visibility of an event: what was in force when it happened, and for an event that changes it, the more open one of before
    /// and after.
    /// </summary>
    public HistoryVisibility Of(RoomEvent roomEvent)
    {
        var after = At(roomEvent.Position);
        if (!string.Equals(roomEvent.Type, EventTypes.HistoryVisibility, StringComparison.Ordinal))
            return after;

        var before = At(roomEvent.Position - 1);
        return before > after ? before : after;
    }

    /// <summary>With one more event of the room.</summary>
    public VisibilityHistory With(RoomEvent roomEvent) =>
        string.Equals(roomEvent.Type, EventTypes.HistoryVisibility, StringComparison.Ordinal) && roomEvent.StateKey is { Length: 0 }
            ? new VisibilityHistory(changes.Add((roomEvent.Position, Parse(roomEvent.Content))))
            : this;

    private HistoryVisibility At(long position)
    {
        for (var i = changes.Length - 1; i >= 0; i--)
        {
            if (changes[i].Position <= position)
                return changes[i].Visibility;
        }

        return HistoryVisibility.Shared;
    }

    // A value that the specification does not know counts as the default; it was written by somebody who may set it.
    private static HistoryVisibility Parse(JsonElement content) =>
        content.TryGetProperty("history_visibility", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() switch
            {
                "joined" => HistoryVisibility.Joined,
                "invited" => HistoryVisibility.Invited,
                "world_readable" => HistoryVisibility.WorldReadable,
                _ => HistoryVisibility.Shared,
            }
            : HistoryVisibility.Shared;
}
