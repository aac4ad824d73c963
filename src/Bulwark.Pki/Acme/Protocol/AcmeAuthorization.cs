namespace Bulwark.Pki.Acme.Protocol;

/// <summary>What has to be proved of one name (RFC 8555 section 7.1.4).</summary>
internal sealed record AcmeAuthorization
{
    public required string Status { get; init; }

    public required AcmeIdentifier Identifier { get; init; }

    public required IReadOnlyList<AcmeChallenge?> Challenges { get; init; }
}
