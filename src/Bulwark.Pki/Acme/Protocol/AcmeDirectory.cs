namespace Bulwark.Pki.Acme.Protocol;

/// <summary>Where the server does what (RFC 8555 section 7.1.1).</summary>
internal sealed record AcmeDirectory
{
    public required Uri NewNonce { get; init; }

    public required Uri NewAccount { get; init; }

    public required Uri NewOrder { get; init; }

    /// <summary>Where to ask when to renew (RFC 9773); null: the server does not say.</summary>
    public Uri? RenewalInfo { get; init; }

    public AcmeMeta? Meta { get; init; }
}
