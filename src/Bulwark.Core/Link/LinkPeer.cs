using System.Security.Cryptography.X509Certificates;

namespace Bulwark.Core.Link;

/// <summary>Who opened a connection of an <see cref="InMemoryLink"/>: a feature of the connection, as a TLS handshake would have brought it.</summary>
/// <param name="Leaf">The certificate, without its key.</param>
/// <param name="Intermediates">Certificates between it and its CA.</param>
public sealed record LinkPeer(X509Certificate2 Leaf, X509Certificate2Collection Intermediates)
{
    /// <summary>Copies, because the connection may live longer than the settings that these certificates belong to.</summary>
    internal static LinkPeer Of(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates) => new(Copy(leaf), [.. intermediates.Select(Copy)]);

    private static X509Certificate2 Copy(X509Certificate2 certificate) => X509CertificateLoader.LoadCertificate(certificate.RawDataMemory.Span);
}
