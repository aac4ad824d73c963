namespace Bulwark.Pki.Acme.Protocol;

/// <summary>One way to prove it (RFC 8555 section 8).</summary>
internal sealed record AcmeChallenge
{
    public required string Type { get; init; }

    public required Uri Url { get; init; }

    public string? Status { get; init; }

    public string? Token { get; init; }

    public AcmeProblem? Error { get; init; }
}
