namespace Bulwark.Pki.Acme.Protocol;

/// <summary>What a certificate is to be for (RFC 8555 section 9.7.7).</summary>
/// <param name="Type"><c>dns</c>.</param>
/// <param name="Value">The name.</param>
internal sealed record AcmeIdentifier(string? Type, string? Value)
{
    /// <summary>A DNS name.</summary>
    public static AcmeIdentifier Dns(string name) => new("dns", name);
}
