namespace Bulwark.Homeserver.Rooms;

/// <summary>What a state event is the state of.</summary>
internal readonly record struct StateKey(string Type, string Key);
