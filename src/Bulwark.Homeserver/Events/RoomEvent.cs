using System.Text.Json;

namespace Bulwark.Homeserver.Events;

/// <summary>One event of a room's history.</summary>
internal sealed class RoomEvent
{
    public required string EventId { get; init; }

    public required string RoomId { get; init; }

    public required string Type { get; init; }

    /// <summary>There for state events only; an empty string is a state key too.</summary>
    public string? StateKey { get; init; }

    public required string Sender { get; init; }

    /// <summary>Unix time in milliseconds.</summary>
    public required long OriginServerTs { get; init; }

    public required EventBody Body { get; init; }

    /// <summary>The state event that this one took the place of.</summary>
    public ReplacedState? Replaces { get; init; }

    /// <summary>The request that made it, for the local echo of the device that sent it.</summary>
    public TransactionKey? Transaction { get; init; }

    /// <summary>The event that this one redacts.</summary>
    public string? Redacts { get; init; }

    /// <inheritdoc cref="EventBody.Position"/>
    public long Position => Body.Position;

    /// <summary>True for the same event, which can be in memory more than once.</summary>
    public bool Is(RoomEvent other) => string.Equals(EventId, other.EventId, StringComparison.Ordinal);

    public bool IsState => StateKey is not null;

    /// <summary>Its content as it stands now: redacted once a redaction came.</summary>
    public JsonElement Content => Body.Text.ParseContent();

    /// <summary>The membership that a well-formed <c>m.room.member</c> event gives; null for anything else.</summary>
    public string? Membership() =>
        string.Equals(Type, EventTypes.Member, StringComparison.Ordinal)
        && Content.TryGetProperty("membership", out var membership) && membership.ValueKind == JsonValueKind.String
            ? membership.GetString()
            : null;
}
