namespace Bulwark.Pki.Acme.Protocol;

/// <summary>When the server would like a certificate renewed (RFC 9773 section 4.2).</summary>
internal sealed record RenewalInfo
{
    public required RenewalWindow SuggestedWindow { get; init; }
}
