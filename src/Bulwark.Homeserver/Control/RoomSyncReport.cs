namespace Bulwark.Homeserver.Control;

/// <summary>Answer to <c>POST /rooms/sync</c> on the control socket.</summary>
/// <param name="Provisioned">How many rooms the settings have.</param>
/// <param name="Created">How many of them had been missing and were made.</param>
public sealed record RoomSyncReport(int Provisioned, int Created);
