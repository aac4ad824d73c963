namespace Bulwark.Pki.Acme.Protocol;

/// <summary>An order (RFC 8555 section 7.1.3).</summary>
internal sealed record AcmeOrder
{
    public required string Status { get; init; }

    public required IReadOnlyList<AcmeIdentifier?> Identifiers { get; init; }

    public required IReadOnlyList<Uri?> Authorizations { get; init; }

    public required Uri Finalize { get; init; }

    public Uri? Certificate { get; init; }

    public AcmeProblem? Error { get; init; }
}
