namespace Bulwark.Edge.Control;

/// <summary>The load balancers behind the edge: <c>GET /origins</c>.</summary>
/// <param name="Origins">In the order of the settings.</param>
public sealed record OriginsView(IReadOnlyList<OriginView> Origins);
