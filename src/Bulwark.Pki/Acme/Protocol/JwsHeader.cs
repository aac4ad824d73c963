namespace Bulwark.Pki.Acme.Protocol;

/// <summary>The protected header of a request (RFC 8555 section 6.2).</summary>
internal sealed record JwsHeader
{
    public required string Alg { get; init; }

    public JsonWebKey? Jwk { get; init; }

    public string? Kid { get; init; }

    public string? Nonce { get; init; }

    public required string Url { get; init; }
}
