using Bulwark.Jwt;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>A path and what it demands.</summary>
internal sealed class EdgeAuthRoute(EdgeAuthRouteOptions options, string? resource, TokenDemand demand, RememberingVerifier verifier)
{
    private readonly RoutePath _path = new(options.Path);

    /// <summary>The path of the settings: its name in metrics.</summary>
    public string Name => options.Path;

    public EdgeAuthMode Mode => options.Mode;

    /// <summary>True when tokens are made for this very resource, and clients look up where to get one.</summary>
    public bool IsResource => resource is not null;

    public RememberingVerifier Verifier => verifier;

    /// <summary>True when this route decides about a raw path. In doubt a path is guarded: a spelling that could be it, is; one that could be an unguarded path is not.</summary>
    public bool Matches(ReadOnlySpan<char> path) => Mode == EdgeAuthMode.Off ? _path.IsExactly(path) : _path.CouldBe(path);

    /// <summary>What a verification means on this route.</summary>
    public EdgeAuthVerdict Judge(JwtResult result) => result switch
    {
        { Failure: JwtFailure.KeysUnavailable } => new EdgeAuthVerdict(EdgeAuthResult.Unavailable, null, result.Failure),
        { Token: { } token } => new EdgeAuthVerdict(demand.IsMetBy(token) ? EdgeAuthResult.Allowed : EdgeAuthResult.Forbidden, token),
        _ => new EdgeAuthVerdict(EdgeAuthResult.Invalid, null, result.Failure),
    };
}
