namespace Bulwark.Pki.Acme.Protocol;

/// <summary>The empty object, by which a client says that a challenge is ready (RFC 8555 section 7.5.1).</summary>
internal sealed record AcmeNothing;
