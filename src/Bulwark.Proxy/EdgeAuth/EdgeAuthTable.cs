using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Core.Routing;
using Bulwark.Jwt;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>Edge auth as one reading of the settings describes it.</summary>
public sealed class EdgeAuthTable : IDisposable
{
    private static readonly string[] DefaultClients = ["bulwark-web", "bulwark-mobile"];

    private readonly Dictionary<JwtOptions, RememberingVerifier> _verifiers = new(ReferenceEqualityComparer.Instance);
    private readonly RememberingVerifier _common;
    private readonly EdgeAuthRoute[] _routes;

    /// <summary>Reads no file and asks nobody; the issuer's keys are fetched for the first token.</summary>
    public EdgeAuthTable(EdgeAuthOptions options, TierEnvironment environment)
    {
        _common = VerifierOf(options.Jwt, environment);
        _routes = [.. options.Routes.Concat(EdgeAuthOptions.BuiltIn).Select(route => CreateRoute(route, route.Jwt ?? options.Jwt, environment))];
        Time = environment.Time;
        MetadataUrl = environment.PublicUrl + "/.well-known/oauth-protected-resource";
    }

    internal TimeProvider Time { get; }

    /// <summary>Where clients learn about a resource (RFC 9728 section 3.1), without the path of the resource.</summary>
    internal string MetadataUrl { get; }

    /// <summary>
    /// The subject (<c>sub</c>) of the request's token; null without a token, for one that is not to be believed, and in the moment in which the issuer's keys are first
    /// fetched. The token is verified once, whoever asks first.
    /// </summary>
    public string? SubjectOf(HttpContext context) =>
        RequestToken.Of(context, Find(context)?.Verifier ?? _common).Known?.Token?.Subject is { Length: > 0 } subject ? subject : null;

    /// <summary>The name of the user whose token the request has, as <see cref="SubjectOf"/> and as the services behind tell it (<see cref="MemberHeader"/>).</summary>
    internal string? UserOf(HttpContext context) => SubjectOf(context) is null ? null : VerifiedUserOf(context);

    /// <summary>The same, if the token has been verified already for somebody who asked.</summary>
    internal static string? VerifiedUserOf(HttpContext context) =>
        context.Features.Get<RequestToken>()?.Known?.Token is { Subject.Length: > 0 } token ? MemberHeader.Encode(token.Username) : null;

    /// <summary>When that token ends.</summary>
    internal static DateTimeOffset? EndOf(HttpContext context) => context.Features.Get<RequestToken>()?.Known?.Token?.ExpiresAt;

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var verifier in _verifiers.Values)
            verifier.Dispose();
    }

    /// <summary>The route that decides about a request; null when none does.</summary>
    internal EdgeAuthRoute? Find(HttpContext context)
    {
        var path = RawPath.PathOf(context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        foreach (var route in _routes)
        {
            if (route.Matches(path))
                return route;
        }

        return null;
    }

    private EdgeAuthRoute CreateRoute(EdgeAuthRouteOptions route, JwtOptions jwt, TierEnvironment environment)
    {
        var resource = route.Resource ?? (route.Path == EdgeAuthOptions.Mcp ? environment.PublicUrl + EdgeAuthOptions.Mcp : null);
        return new EdgeAuthRoute(route, resource, new TokenDemand(resource, jwt.Audiences ?? DefaultClients), VerifierOf(jwt, environment));
    }

    // Audiences are checked by the demand: the kinds of tokens name them in different claims.
    private RememberingVerifier VerifierOf(JwtOptions jwt, TierEnvironment environment)
    {
        if (_verifiers.TryGetValue(jwt, out var verifier))
            return verifier;

        return _verifiers[jwt] = new RememberingVerifier(new JwtVerifier(jwt with { Audiences = null }, environment, []));
    }
}
