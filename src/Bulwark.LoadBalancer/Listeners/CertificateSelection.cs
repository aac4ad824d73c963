using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Bulwark.LoadBalancer.Listeners;

/// <summary>Chooses the certificate of a handshake by its server name (RFC 6066 section 3): an exact name, then a wildcard, then the first certificate.</summary>
internal sealed class CertificateSelection
{
    private readonly FrozenDictionary<string, SslStreamCertificateContext>.AlternateLookup<ReadOnlySpan<char>> _byName;

    /// <param name="certificates">At least one. Of two with the same name the earlier one has it.</param>
    public CertificateSelection(IReadOnlyList<SslStreamCertificateContext> certificates)
    {
        First = certificates[0];
        All = certificates;
        var byName = new Dictionary<string, SslStreamCertificateContext>(StringComparer.OrdinalIgnoreCase);
        foreach (var certificate in certificates)
        {
            foreach (var name in NamesOf(certificate.TargetCertificate))
                byName.TryAdd(name, certificate);
        }

        _byName = byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The certificate for a handshake that names no server, or none that is known.</summary>
    public SslStreamCertificateContext First { get; }

    /// <summary>Every certificate.</summary>
    public IReadOnlyList<SslStreamCertificateContext> All { get; }

    /// <summary>The certificate for a server name; null and empty are no name.</summary>
    public SslStreamCertificateContext Choose(string? serverName)
    {
        if (string.IsNullOrEmpty(serverName))
            return First;

        return _byName.TryGetValue(serverName, out var exact) || _byName.TryGetValue(Wildcard(serverName), out exact) ? exact : First;
    }

    /// <summary>A wildcard stands for the whole leftmost label and for no more (RFC 6125 section 6.4.3).</summary>
    private static string Wildcard(string serverName)
    {
        var dot = serverName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? string.Concat("*", serverName.AsSpan(dot)) : serverName;
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames());
}
