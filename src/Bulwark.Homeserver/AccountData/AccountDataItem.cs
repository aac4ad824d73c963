namespace Bulwark.Homeserver.AccountData;

/// <summary>One thing that a user's clients keep at the server.</summary>
/// <param name="UserId">Whose it is.</param>
/// <param name="RoomId">The room that it is about; empty for none.</param>
/// <param name="Type">What it is.</param>
/// <param name="Json">A JSON object.</param>
internal sealed record AccountDataItem(string UserId, string RoomId, string Type, ReadOnlyMemory<byte> Json);
