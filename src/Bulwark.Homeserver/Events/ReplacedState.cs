namespace Bulwark.Homeserver.Events;

/// <summary>
/// The state that an event took the place of: clients show "changed their name from ... to ..." with it. It does not hold what that one
/// had replaced in turn, so that memory does not keep every state a room ever had.
/// </summary>
internal sealed record ReplacedState(string EventId, string Sender, EventBody Body);
