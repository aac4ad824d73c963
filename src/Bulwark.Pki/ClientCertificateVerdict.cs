namespace Bulwark.Pki;

/// <summary>What a trust store says about a client certificate.</summary>
/// <param name="Reason">Taken, or why not.</param>
/// <param name="CommonName">
/// CN of the leaf's subject, cut to 64 characters and free of control characters, so that it may be logged. Proves nothing unless the certificate is taken.
/// Of an imported CA's client it is <c>NAME/CN</c> with the name of the CA here: a foreign CA cannot make itself our edge.
/// </param>
public sealed record ClientCertificateVerdict(ClientCertificateReason Reason, string? CommonName)
{
    /// <summary>SHA-256 of the trusted CA at the top of the client's chain, in lower-case hex; null unless the certificate is taken.</summary>
    public string? Authority { get; init; }

    /// <summary>The client may pass.</summary>
    public bool IsAccepted => Reason == ClientCertificateReason.Accepted;
}
