using System.Security.Cryptography;
using Bulwark.Core;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki;

/// <summary>By which names the load balancer may come to know its peers, as far as the PKI folder tells.</summary>
public static class ClientNames
{
    /// <summary>
    /// True when a certificate of the folder, or one of those named beside it, has this CN, or when it is the name of a client of an imported CA, whose certificates are not here. What
    /// cannot be read counts as no certificate.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">A CN, or <c>NAME/CN</c>.</param>
    /// <param name="files">Certificates elsewhere.</param>
    public static bool IsKnown(PkiFolder folder, string name, IEnumerable<string> files) =>
        IsImported(folder, name)
        || Directory.EnumerateFiles(folder.Path, "*.pem").Where(file => !file.EndsWith(".key.pem", StringComparison.Ordinal)).Concat(files)
            .Any(file => CommonNameOf(file) == name);

    private static bool IsImported(PkiFolder folder, string name)
    {
        try
        {
            return new AuthorityTrust(folder, PkiFolder.OriginCa).Read().Authorities.Any(authority => authority.IsImported && name.StartsWith(authority.Name + '/', StringComparison.Ordinal));
        }
        catch (OperatorException)
        {
            // The start says what is wrong with that file.
            return false;
        }
    }

    private static string? CommonNameOf(string file)
    {
        try
        {
            using var certificate = CertificateFiles.LoadCertificate(file);
            return LeafRules.IsAuthority(certificate) ? null : LeafRules.CommonName(certificate);
        }
        catch (Exception e) when (e is OperatorException or CryptographicException)
        {
            return null;
        }
    }
}
