namespace Bulwark.Edge.Control;

/// <summary>What to drop from the cache: <c>POST /cache/purge</c>.</summary>
/// <param name="Urls">Addresses as clients write them, query included.</param>
/// <param name="All">True drops everything.</param>
public sealed record CachePurge(IReadOnlyList<string> Urls, bool All);
