using System.Text.Json.Serialization;

namespace Bulwark.Identity.Jwks;

/// <summary>A public key as the JWKS shows it (RFC 7517), with the members that Cognito has.</summary>
internal sealed record PublicJsonWebKey
{
    [JsonPropertyName("alg")]
    public string Algorithm { get; } = "RS256";

    [JsonPropertyName("e")]
    public required string Exponent { get; init; }

    [JsonPropertyName("kid")]
    public required string KeyId { get; init; }

    [JsonPropertyName("kty")]
    public string KeyType { get; } = "RSA";

    [JsonPropertyName("n")]
    public required string Modulus { get; init; }

    [JsonPropertyName("use")]
    public string Use { get; } = "sig";
}
