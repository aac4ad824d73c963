namespace Bulwark.Homeserver.Events;

/// <summary>The event types that the server itself understands.</summary>
internal static class EventTypes
{
    public const string CanonicalAlias = "m.room.canonical_alias";
    public const string Create = "m.room.create";
    public const string Encrypted = "m.room.encrypted";
    public const string GuestAccess = "m.room.guest_access";
    public const string HistoryVisibility = "m.room.history_visibility";
    public const string JoinRules = "m.room.join_rules";
    public const string Member = "m.room.member";
    public const string Message = "m.room.message";
    public const string Name = "m.room.name";
    public const string PowerLevels = "m.room.power_levels";
    public const string Redaction = "m.room.redaction";
}
