namespace Bulwark.Edge.Control;

/// <summary>The cache as it is now: <c>GET /cache</c>.</summary>
/// <param name="Enabled">Whether it is in use.</param>
/// <param name="Entries">How many answers are stored.</param>
/// <param name="Bytes">What they take.</param>
/// <param name="MemoryBytes">What they may take.</param>
/// <param name="Hits">How many requests were answered from it since the start.</param>
public sealed record CacheView(bool Enabled, int Entries, long Bytes, long MemoryBytes, long Hits);
