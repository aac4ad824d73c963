namespace Bulwark.Core.Control;

/// <summary>The process at the other end of a control connection, as the kernel tells it (<c>SO_PEERCRED</c>, unix(7)).</summary>
public sealed record ControlPeer(int ProcessId, int UserId, int GroupId);
