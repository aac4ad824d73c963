namespace Bulwark.Homeserver.Events;

/// <summary>What makes two requests one: the same device sends the same transaction ID to the same endpoint.</summary>
/// <seealso href="https://spec.matrix.org/v1.13/client-server-api/#transaction-identifiers"/>
internal sealed record TransactionKey(string UserId, string DeviceId, string RoomId, string EventType, string TransactionId);
