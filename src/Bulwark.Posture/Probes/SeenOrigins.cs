namespace Bulwark.Posture.Probes;

/// <summary>The answer to <c>GET /origins</c> on the edge's control socket, as far as probes read it.</summary>
/// <param name="Origins">Every load balancer.</param>
internal sealed record SeenOrigins(IReadOnlyList<SeenOrigin> Origins);
