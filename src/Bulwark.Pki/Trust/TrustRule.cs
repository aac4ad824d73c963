namespace Bulwark.Pki.Trust;

/// <summary>One check of a client certificate.</summary>
/// <param name="Reason">What is said when it refuses; no two rules say the same.</param>
/// <param name="IsBroken">True when the certificate breaks the rule.</param>
internal sealed record TrustRule(ClientCertificateReason Reason, Func<PresentedChain, bool> IsBroken);
