namespace Bulwark.Pki.Acme.Protocol;

/// <summary>What the server says of itself.</summary>
internal sealed record AcmeMeta
{
    public string? TermsOfService { get; init; }

    public bool ExternalAccountRequired { get; init; }
}
