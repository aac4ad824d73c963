namespace Bulwark.Homeserver.Streams;

/// <summary>A write was decided on the strength of another one that could not be committed, so it was not tried.</summary>
internal sealed class WriteVoidedException() : Exception("The write rests on another one that failed");
