namespace Bulwark.Pki.Acme.Protocol;

/// <summary>A public P-256 key. Its members are in the order of their names, which is the form that a thumbprint is made of (RFC 7638 section 3).</summary>
internal sealed record JsonWebKey(string Crv, string Kty, string X, string Y);
