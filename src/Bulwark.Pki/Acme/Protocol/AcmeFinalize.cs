namespace Bulwark.Pki.Acme.Protocol;

/// <summary>Asks for the certificate (RFC 8555 section 7.4).</summary>
/// <param name="Csr">The CSR, base64url of its DER form.</param>
internal sealed record AcmeFinalize(string Csr);
