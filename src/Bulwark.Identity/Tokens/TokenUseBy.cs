namespace Bulwark.Identity.Tokens;

/// <summary>Who an access token is for.</summary>
/// <param name="ClientId">The client that holds it.</param>
/// <param name="Resource">The one resource that may take it (RFC 8707); null: any that believes the issuer.</param>
internal sealed record TokenUseBy(string ClientId, string? Resource = null);
