using System.Collections.Frozen;
using Bulwark.Jwt;

namespace Bulwark.Proxy.EdgeAuth;

/// <summary>For whom a token must have been made, as the services behind demand it.</summary>
/// <param name="resource">The resource whose access tokens are taken; null takes tokens of the clients.</param>
/// <param name="clients">The clients.</param>
internal sealed class TokenDemand(string? resource, IEnumerable<string> clients)
{
    private readonly FrozenSet<string> _clients = clients.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True when it is met. An ID token names its client as audience; an access token names it as <c>client_id</c> and has an audience only when it is for a resource.</summary>
    public bool IsMetBy(VerifiedToken token)
    {
        if (token.Subject.Length == 0)
            return false;

        return (resource, token.Text("token_use")) switch
        {
            (not null, "access") => token.TextList("aud").Contains(resource, StringComparer.Ordinal),
            (null, "id") => token.TextList("aud").Any(_clients.Contains),
            (null, "access") => !token.Payload.TryGetProperty("aud", out _) && token.Text("client_id") is { } client && _clients.Contains(client),
            _ => false,
        };
    }
}
