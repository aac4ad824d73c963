using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki.Revocation;
using Bulwark.Pki.Rotation;

namespace Bulwark.Pki;

/// <summary>What lies in the PKI folder. It reads certificates only: no key is opened and no lock is taken.</summary>
public static class PkiInventory
{
    private static readonly string[] Authorities = [PkiFolder.PublicCa, PkiFolder.OriginCa, PkiFolder.AdminCa];

    /// <summary>Every certificate of the folder: CAs first, then leaves by name.</summary>
    /// <exception cref="Core.OperatorException">A file cannot be read.</exception>
    public static IReadOnlyList<CertificateState> Read(PkiFolder folder, DateTimeOffset now)
    {
        var authorities = Authorities.Where(name => File.Exists(folder.Certificate(name)))
            .SelectMany(name => new AuthorityTrust(folder, name).Names(now).Select(one => (Entry: one, State: StateOf(one, name)))).ToList();
        var names = authorities.Select(one => one.Entry.Name).ToHashSet(StringComparer.Ordinal);
        var leaves = Directory.EnumerateFiles(folder.Path, "*.pem")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.Contains('.', StringComparison.Ordinal) && !names.Contains(name) && File.Exists(folder.Key(name)))
            .Order(StringComparer.Ordinal);
        return
        [
            .. authorities.Select(one => Describe(folder, one.Entry.Name, now, (_, _) => one.State)),
            .. leaves.Select(name => Describe(folder, name, now, (certificate, all) => StateOf(folder, name, certificate, all), names)),
        ];
    }

    private static CertificateState Describe(
        PkiFolder folder, string name, DateTimeOffset now, Func<X509Certificate2, IReadOnlySet<string>, string> state, IReadOnlySet<string>? authorities = null)
    {
        using var certificate = CertificateFiles.LoadCertificate(folder.Certificate(name));
        var days = (int)Math.Floor((certificate.ValidUntil - now).TotalDays);
        return new CertificateState(
            name,
            KindOf(certificate, name),
            DistinguishedNames.ToRfc2253(certificate.SubjectName),
            certificate.SerialNumber,
            certificate.ValidUntil,
            days,
            days < 0 ? "expired" : state(certificate, authorities ?? new HashSet<string>(StringComparer.Ordinal)),
            folder.Certificate(name));
    }

    private static string KindOf(X509Certificate2 certificate, string name)
    {
        try
        {
            return LeafRules.IsAuthority(certificate) ? "ca" : LeafRules.NamesClientAuth(certificate) && name != PkiFolder.EdgeAcme ? "client" : "server";
        }
        catch (CryptographicException)
        {
            // Somebody's file with an extension that does not parse: no reason to show nothing of the others.
            return "damaged";
        }
    }

    private static string StateOf(FormerAuthority authority, string signing) => authority switch
    {
        _ when authority.Name == signing => "signs",
        _ when authority.Name == signing + ".next" => "next",
        { RetiresAt: { } retiresAt } => $"retires {retiresAt:u}",
        { IsImported: true } => "imported",
        _ => "trusted",
    };

    private static string StateOf(PkiFolder folder, string name, X509Certificate2 leaf, IReadOnlySet<string> authorities)
    {
        if (name == PkiFolder.EdgeAcme)
            return "in use";

        var issuer = authorities.FirstOrDefault(one =>
        {
            using var authority = CertificateFiles.LoadCertificate(folder.Certificate(one));
            return LeafState.IsSignedBy(authority, leaf);
        });
        if (issuer is null)
            return "of no CA here";

        if (RevocationListFile.Lists(folder, issuer, leaf))
            return "revoked";

        return PkiFolder.OwnNames.Contains(name, StringComparer.Ordinal) ? "in use" : "issued";
    }
}
