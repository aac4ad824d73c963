namespace Bulwark.Pki.Acme.Protocol;

/// <summary>Asks for an order (RFC 8555 section 7.4).</summary>
/// <param name="Identifiers">What it is for.</param>
/// <param name="Replaces">Which certificate it renews (RFC 9773 section 5).</param>
internal sealed record AcmeNewOrder(IReadOnlyList<AcmeIdentifier> Identifiers, string? Replaces);
