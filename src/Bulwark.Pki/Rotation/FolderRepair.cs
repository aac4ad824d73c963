using Bulwark.Core.Hosting;
using Bulwark.Pki.Revocation;

namespace Bulwark.Pki.Rotation;

/// <summary>Puts the folder in order after a process died in the middle of a change, and clears away what has retired. Only under the folder's lock.</summary>
internal static class FolderRepair
{
    private static readonly string[] Authorities = [PkiFolder.PublicCa, PkiFolder.OriginCa, PkiFolder.AdminCa];

    /// <returns>True when a CA has retired or a revocation has come into force.</returns>
    public static bool Run(PkiFolder folder, DateTimeOffset now)
    {
        Delete(folder, "*" + PrivateFile.TemporaryEnding);
        foreach (var name in NamesOf(folder, ".pem" + CertificatePair.Ready))
            CertificatePair.Finish(folder, name);

        var hasChanged = RevocationListFile.Finish(folder);
        foreach (var authority in Authorities)
            hasChanged |= Run(folder, new AuthorityTrust(folder, authority), authority, now);

        return hasChanged;
    }

    private static bool Run(PkiFolder folder, AuthorityTrust trust, string authority, DateTimeOffset now)
    {
        RemoveTakenOver(folder, trust.Next, authority);
        RemoveForeignList(folder, authority);
        return RemoveRetired(folder, trust, now);
    }

    /// <summary>A next CA that has become the signing one already, or one whose certificate was never written.</summary>
    private static void RemoveTakenOver(PkiFolder folder, string next, string authority)
    {
        var certificate = folder.Certificate(next);
        if (File.Exists(certificate) && !AreEqual(certificate, folder.Certificate(authority)))
            return;

        File.Delete(certificate);
        folder.Changed();
        File.Delete(folder.Key(next));
    }

    /// <summary>After a change of CA the list of the one before lies beside that one.</summary>
    private static void RemoveForeignList(PkiFolder folder, string authority)
    {
        var list = folder.RevocationList(authority);
        if (!File.Exists(list) || !File.Exists(folder.Certificate(authority)))
            return;

        using var certificate = CertificateFiles.LoadCertificate(folder.Certificate(authority));
        if (!RevocationListReader.ReadFile(list).IsSignedBy(certificate))
            File.Delete(list);
    }

    private static bool RemoveRetired(PkiFolder folder, AuthorityTrust trust, DateTimeOffset now)
    {
        var former = trust.Read().Authorities;
        var retired = former.Where(one => one.RetiresAt <= now).ToList();
        if (retired.Count == 0)
            return false;

        trust.Write(former.Except(retired));
        foreach (var one in retired)
        {
            File.Delete(folder.Certificate(one.Name));
            File.Delete(folder.Key(one.Name));
            File.Delete(folder.RevocationList(one.Name));
        }

        return true;
    }

    private static bool AreEqual(string one, string other) => File.Exists(other) && File.ReadAllBytes(one).AsSpan().SequenceEqual(File.ReadAllBytes(other));

    /// <summary>Base names of the pairs of which either half lies ready.</summary>
    private static IEnumerable<string> NamesOf(PkiFolder folder, string ending) =>
        Directory.EnumerateFiles(folder.Path, "*" + ending)
            .Select(file => Path.GetFileName(file)[..^ending.Length])
            .Select(name => name.EndsWith(".key", StringComparison.Ordinal) ? name[..^".key".Length] : name)
            .ToHashSet(StringComparer.Ordinal);

    private static void Delete(PkiFolder folder, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(folder.Path, pattern))
            File.Delete(file);
    }
}
