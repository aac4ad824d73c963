using System.Buffers;
using Bulwark.Core.Configuration;
using Bulwark.Jwt;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>Which token a path demands.</summary>
public sealed record EdgeAuthRouteOptions : IConfigSection
{
    private static readonly SearchValues<char> Unplain = SearchValues.Create("%?#;\\ ");

    /// <summary>The path, compared with case for <c>off</c> and in every spelling that a server could take for it otherwise. A trailing <c>*</c> stands for any rest.</summary>
    public required string Path { get; set; }

    /// <summary>What happens without a good token.</summary>
    public EdgeAuthMode Mode { get; set; } = EdgeAuthMode.Enforce;

    /// <summary>
    /// The resource that access tokens must have been made for (their <c>aud</c>, RFC 8707). Default: none, and the token must be one of a client of
    /// <c>jwt.audiences</c>; on <c>/mcp</c> it is the public URL with <c>/mcp</c>.
    /// </summary>
    public string? Resource { get; set; }

    /// <summary>Whose tokens this path takes, when not those of <c>auth.jwt</c>.</summary>
    public JwtOptions? Jwt { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (!Path.StartsWith('/') || Path.AsSpan().ContainsAny(Unplain) || Path.TrimEnd('*').Contains('*', StringComparison.Ordinal) || Path.Contains("//", StringComparison.Ordinal))
            yield return at["path"].Error($"'{Path}' is not a plain path such as \"/v1/graphql\" or \"/api/*\"");

        if (Resource is not null && string.IsNullOrWhiteSpace(Resource))
            yield return at["resource"].Error("is empty: name the resource, or leave the key out");

        if (Mode != EdgeAuthMode.Enforce && EdgeAuthOptions.BuiltIn.Any(route => route.Path == Path))
            yield return at["mode"].Warning($"is '{(Mode == EdgeAuthMode.Off ? "off" : "count")}': requests without a token reach the service behind {Path}");
    }
}
