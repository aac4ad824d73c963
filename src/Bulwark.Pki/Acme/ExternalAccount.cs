namespace Bulwark.Pki.Acme;

/// <summary>An account that somebody has at the CA already (RFC 8555 section 7.3.4).</summary>
/// <param name="KeyId">The key's name there.</param>
/// <param name="Key">The secret that both sides know.</param>
public sealed record ExternalAccount(string KeyId, ReadOnlyMemory<byte> Key)
{
    /// <inheritdoc />
    public override string ToString() => "***";
}
