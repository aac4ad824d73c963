namespace Bulwark.Proxy.Firewall.Replay;

/// <summary>A recording that cannot be read. The message says which request of it is the reason.</summary>
internal sealed class RecordingException(string message) : Exception(message);
