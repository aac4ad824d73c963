namespace Bulwark.Pki.Acme.Protocol;

/// <summary>An account (RFC 8555 section 7.1.2), as it is asked for and as it is shown.</summary>
internal sealed record AcmeAccount
{
    public string? Status { get; init; }

    public IReadOnlyList<string>? Contact { get; init; }

    public bool? TermsOfServiceAgreed { get; init; }

    public JsonWebSignature? ExternalAccountBinding { get; init; }
}
