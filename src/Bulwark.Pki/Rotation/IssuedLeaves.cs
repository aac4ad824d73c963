using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Bulwark.Core;

namespace Bulwark.Pki.Rotation;

/// <summary>Leaves that were issued by hand: for people, probes, other machines.</summary>
public static partial class IssuedLeaves
{
    private const int RsaBits = 3072;

    /// <summary>Issues a leaf into <c>pki/NAME.pem</c>.</summary>
    /// <param name="session">The folder.</param>
    /// <param name="name">Base name of its files, and its CN.</param>
    /// <param name="hosts">Names of a server; none: the leaf is a client's.</param>
    /// <param name="lifetime">How long it is valid.</param>
    /// <param name="isRsa">An RSA key instead of P-256, for clients that know nothing else.</param>
    /// <exception cref="OperatorException">The name is taken or reserved, or the CA cannot be opened.</exception>
    public static void Issue(PkiSession session, string name, IReadOnlyList<string> hosts, TimeSpan lifetime, bool isRsa)
    {
        CheckName(name);
        if (File.Exists(session.Folder.Certificate(name)))
            throw new OperatorException($"There is a certificate {session.Folder.Certificate(name)} already: choose another name, or exchange it with: bulwark pki rotate leaf {name}");

        if (hosts.Count > 0 && lifetime > CertificateAuthority.LongestServerLifetime)
            throw new OperatorException($"Clients refuse a server's certificate that lives longer than {CertificateAuthority.LongestServerLifetime.TotalDays} days.");

        using var key = isRsa ? RSA.Create(RsaBits) : null;
        var usage = hosts.Count > 0 ? Oids.ServerAuth : Oids.ClientAuth;
        var profile = new LeafProfile { CommonName = name, Hosts = hosts, Usages = [usage], Lifetime = lifetime, Key = key };
        session.Issue(name, profile, session.Authority(PkiFolder.OriginCa), "it was asked for");
    }

    /// <summary>A name that is a file name, and neither one of the instance's own nor a CN that the instance gives a meaning to.</summary>
    /// <exception cref="OperatorException">It is not.</exception>
    public static void CheckName(string name)
    {
        if (!Name().IsMatch(name))
            throw new OperatorException($"'{name}' is no name for a certificate: use up to 48 lower-case letters, digits and hyphens, a letter first.");

        if (name.StartsWith("bulwark", StringComparison.Ordinal) || PkiFolder.OwnNames.Contains(name, StringComparer.Ordinal))
            throw new OperatorException($"The name '{name}' is the instance's own: choose another one.");
    }

    internal static X509Certificate2 Load(PkiFolder folder, string name) => Name().IsMatch(name) && File.Exists(folder.Certificate(name)) && File.Exists(folder.Key(name))
        ? CertificateFiles.LoadCertificate(folder.Certificate(name))
        : throw new OperatorException($"There is no certificate '{name}' in {folder.Path}: bulwark pki show lists them.");

    /// <summary>The CA of the folder that signed a certificate, and that still signs; null: none.</summary>
    internal static string? AuthorityOf(PkiSession session, X509Certificate2 leaf) =>
        AuthorityPlan.For(session.Request).Select(plan => plan.Name).FirstOrDefault(name =>
        {
            using var authority = CertificateFiles.LoadCertificate(session.Folder.Certificate(name));
            return LeafState.IsSignedBy(authority, leaf);
        });

    /// <summary>Every CA of the folder whose key is here: those that sign, and those before them until they retire.</summary>
    internal static IEnumerable<string> Issuers(PkiSession session) =>
        AuthorityPlan.For(session.Request)
            .SelectMany(plan => new AuthorityTrust(session.Folder, plan.Name).Names(session.Now))
            .Select(authority => authority.Name)
            .Where(name => File.Exists(session.Folder.Key(name)));

    /// <summary>What a leaf says of itself, so that its successor says the same.</summary>
    internal static LeafProfile ProfileOf(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        return new LeafProfile
        {
            CommonName = LeafRules.CommonName(leaf) ?? "",
            Hosts = [.. names.SelectMany(extension => extension.EnumerateDnsNames()), .. names.SelectMany(extension => extension.EnumerateIPAddresses()).Select(address => address.ToString())],
            Usages = [.. leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>()).Select(usage => usage.Value!)],
            Lifetime = leaf.ValidUntil - leaf.ValidFrom - CertificateAuthority.Backdating,
        };
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,47}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
