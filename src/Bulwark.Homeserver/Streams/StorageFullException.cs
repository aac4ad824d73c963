namespace Bulwark.Homeserver.Streams;

/// <summary>The disk, or the database's allowance on it, is full or failing: the write did not happen, and what was there before stays.</summary>
internal sealed class StorageFullException(Exception inner) : Exception("The storage is full", inner);
