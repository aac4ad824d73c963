namespace Bulwark.Edge.Control;

/// <summary>The answer to a purge.</summary>
/// <param name="Dropped">How many stored answers are gone.</param>
public sealed record CachePurged(int Dropped);
