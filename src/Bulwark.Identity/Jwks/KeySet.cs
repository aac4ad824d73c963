using System.Text.Json.Serialization;

namespace Bulwark.Identity.Jwks;

/// <summary>The JWKS document (RFC 7517 section 5).</summary>
internal sealed record KeySet([property: JsonPropertyName("keys")] IReadOnlyList<PublicJsonWebKey> Keys);
