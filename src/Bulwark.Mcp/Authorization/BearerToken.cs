using Microsoft.AspNetCore.Http;

namespace Bulwark.Mcp.Authorization;

internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>The token of the one <c>Authorization: Bearer</c> header (RFC 6750 section 2.1), or null. Body and query are not looked at.</summary>
    public static string? Read(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header] || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return null;

        var token = header[Scheme.Length..].Trim(' ');
        return token.Length > 0 ? token : null;
    }
}
