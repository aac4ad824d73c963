namespace Bulwark.Core.Routing;

/// <summary>What a <see cref="RouteTable"/> says of a request.</summary>
/// <param name="Endpoint">Who answers; null when nobody does.</param>
/// <param name="Values">The parameters of the template.</param>
/// <param name="AllowedMethods">The methods that the path does take, when the request's is not among them; empty when the path is unknown.</param>
public readonly record struct RouteMatch(RouteEndpoint? Endpoint, RouteValues Values, IReadOnlyList<string> AllowedMethods)
{
    internal static RouteMatch NotFound { get; } = new(null, default, []);
}
