using Bulwark.Core.Configuration;
using Bulwark.Jwt;

namespace Bulwark.Mcp;

/// <summary>The chat MCP server: section <c>mcp</c>.</summary>
public sealed record McpOptions : IConfigSection
{
    /// <summary>Whose access tokens are taken. The default audience is the resource itself: the public URL with <c>/mcp</c>.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>
    /// Web pages of other origins that may talk to the server from a browser, written <c>https://app.example.org</c>. The instance's own origin always may.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        foreach (var error in Jwt.Validate(at["jwt"]))
            yield return error;

        for (var i = 0; i < AllowedOrigins.Count; i++)
        {
            if (!IsOrigin(AllowedOrigins[i]))
                yield return at["allowedOrigins"][i].Error($"'{AllowedOrigins[i]}' is not an origin: write scheme, host and port only, like https://app.example.org");
        }
    }

    // Browsers send the serialized form (RFC 6454 section 6.1) and it is compared as text: lower case, no default port, no path.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && text == uri.GetLeftPart(UriPartial.Authority);
}
