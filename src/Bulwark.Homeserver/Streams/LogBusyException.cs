namespace Bulwark.Homeserver.Streams;

/// <summary>More writes wait for the disk than the queue holds.</summary>
internal sealed class LogBusyException() : Exception("The event log's queue is full");
