namespace Bulwark.Pki.Acme.Protocol;

/// <summary>A signed request: the flattened JSON form (RFC 7515 section 7.2.2).</summary>
internal sealed record JsonWebSignature(string Protected, string Payload, string Signature);
