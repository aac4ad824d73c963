using System.Text.Json;

namespace Bulwark.Homeserver.Rooms;

/// <summary>Who may do what in a room: the parsed <c>m.room.power_levels</c>.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#mroompower_levels"/>
internal sealed record PowerLevels
{
    private static readonly IReadOnlyDictionary<string, long> NoLevels = new Dictionary<string, long>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Users { get; private init; } = NoLevels;

    public IReadOnlyDictionary<string, long> Events { get; private init; } = NoLevels;

    public IReadOnlyDictionary<string, long> Notifications { get; private init; } = NoLevels;

    public long UsersDefault { get; private init; }

    public long EventsDefault { get; private init; }

    public long StateDefault { get; private init; } = 50;

    public long Ban { get; private init; } = 50;

    public long Kick { get; private init; } = 50;

    public long Redact { get; private init; } = 50;

    public long Invite { get; private init; }

    /// <summary>Until a room has power levels, its creator can do everything and anybody else nothing but send messages.</summary>
    public static PowerLevels BeforeAnyEvent(string? creator) => new()
    {
        StateDefault = 0,
        Users = creator is null ? NoLevels : new Dictionary<string, long>(StringComparer.Ordinal) { [creator] = 100 },
    };

    /// <summary>Reads well-formed content (<see cref="FindProblem"/>); keys that are left out have the specification's defaults.</summary>
    public static PowerLevels Parse(JsonElement content) => new()
    {
        Users = ReadLevels(content, "users"),
        Events = ReadLevels(content, "events"),
        Notifications = ReadLevels(content, "notifications"),
        UsersDefault = ReadLevel(content, "users_default", 0),
        EventsDefault = ReadLevel(content, "events_default", 0),
        StateDefault = ReadLevel(content, "state_default", 50),
        Ban = ReadLevel(content, "ban", 50),
        Kick = ReadLevel(content, "kick", 50),
        Redact = ReadLevel(content, "redact", 50),
        Invite = ReadLevel(content, "invite", 0),
    };

    /// <summary>Why content is no well-formed power levels event (room version 10 on: integers only); null when it is one.</summary>
    public static string? FindProblem(JsonElement content)
    {
        foreach (var name in (string[])["users_default", "events_default", "state_default", "ban", "kick", "redact", "invite"])
        {
            if (content.TryGetProperty(name, out var level) && !IsLevel(level))
                return $"'{name}' is not an integer";
        }

        foreach (var name in (string[])["users", "events", "notifications"])
        {
            if (content.TryGetProperty(name, out var levels)
                && (levels.ValueKind != JsonValueKind.Object || levels.EnumerateObject().Any(entry => !IsLevel(entry.Value))))
            {
                return $"'{name}' is not an object of integers";
            }
        }

        return null;
    }

    /// <summary>The level of a user.</summary>
    public long Of(string userId) => Users.GetValueOrDefault(userId, UsersDefault);

    /// <summary>The level that sending an event takes.</summary>
    public long ToSend(string type, bool isState) => Events.GetValueOrDefault(type, isState ? StateDefault : EventsDefault);

    /// <summary>The level that notifying a whole room takes.</summary>
    public long ToNotifyRoom => Notifications.GetValueOrDefault("room", 50);

    private static bool IsLevel(JsonElement value) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _);

    private static long ReadLevel(JsonElement content, string name, long otherwise) =>
        content.TryGetProperty(name, out var value) && IsLevel(value) ? value.GetInt64() : otherwise;

    private static IReadOnlyDictionary<string, long> ReadLevels(JsonElement content, string name) =>
        content.TryGetProperty(name, out var levels) && levels.ValueKind == JsonValueKind.Object
            ? levels.EnumerateObject().Where(entry => IsLevel(entry.Value))
                .ToDictionary(entry => entry.Name, entry => entry.Value.GetInt64(), StringComparer.Ordinal)
            : NoLevels;
}
