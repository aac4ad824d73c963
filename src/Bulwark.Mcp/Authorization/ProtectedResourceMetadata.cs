namespace Bulwark.Mcp.Authorization;

/// <summary>Where a client gets a token for this server (RFC 9728 section 2).</summary>
internal sealed record ProtectedResourceMetadata(
    string Resource, IReadOnlyList<string> AuthorizationServers, IReadOnlyList<string> BearerMethodsSupported, string ResourceName);
