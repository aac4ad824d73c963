using System.Text;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Revocation;

namespace Bulwark.Pki.Rotation;

/// <summary>
/// Exchanges a CA of the instance without a request that fails. The order is everything: who verifies learns of the new CA before anybody presents a leaf of it, and forgets
/// the old one only after everybody has had the time to present another. Each step can be the last one before a power cut: the next start, or this command again, goes on.
/// </summary>
public sealed class AuthorityRotation
{
    private static readonly TimeSpan ShortestGrace = TimeSpan.FromSeconds(10);

    private readonly PkiSession _session;
    private readonly string _authority;
    private readonly AuthorityTrust _trust;

    private AuthorityRotation(PkiSession session, string authority)
    {
        _session = session;
        _authority = authority;
        _trust = new AuthorityTrust(session.Folder, authority);
    }

    /// <summary>Exchanges a CA.</summary>
    /// <param name="session">The folder.</param>
    /// <param name="authority">Such as <see cref="PkiFolder.OriginCa"/>.</param>
    /// <param name="grace">How long the old CA stays trusted.</param>
    /// <param name="reload">Makes every running tier read its files again; returns when they are in force.</param>
    /// <returns>When the old CA retires.</returns>
    /// <exception cref="OperatorException">A step failed. Nothing that worked before has stopped working.</exception>
    public static async Task<DateTimeOffset> RunAsync(PkiSession session, string authority, TimeSpan grace, Func<Task> reload)
    {
        var rotation = new AuthorityRotation(session, authority);
        rotation.CreateNext();
        await reload();

        // Even who is in a hurry has to wait until the second reload is through.
        var retiresAt = session.Now + (grace > ShortestGrace ? grace : ShortestGrace);
        rotation.TakeOver(retiresAt);
        rotation.IssueLeaves();
        await reload();
        return retiresAt;
    }

    /// <summary>Makes the CA that takes over next, for those who have to be told before it does: clients of the edge.</summary>
    /// <returns>The PEM file of its certificate.</returns>
    /// <exception cref="OperatorException">It cannot be made.</exception>
    public static string Announce(PkiSession session, string authority)
    {
        var rotation = new AuthorityRotation(session, authority);
        rotation.CreateNext();
        return session.Folder.Certificate(rotation._trust.Next);
    }

    /// <summary>Step 1: a new CA that is trusted and signs nothing yet. One that an earlier attempt left is taken.</summary>
    internal void CreateNext()
    {
        var plan = AuthorityPlan.For(_session.Request).FirstOrDefault(one => one.Name == _authority)
            ?? throw new OperatorException($"The instance has no {_authority}: its certificate is configured.");
        if (File.Exists(Folder.Certificate(_trust.Next)))
            return;

        // Whoever cannot open the old one could not sign with the new one either.
        _session.Authority(_authority);
        using var next = CertificateAuthority.Create(plan.NewCommonName(), _session.Request.Time);
        Folder.Changed();
        next.Save(Folder.Certificate(_trust.Next), Folder.Key(_trust.Next), UnlockKey.Read(_session.Request, Folder), _session.Request.KeyIterations);
        Folder.Changed();
        Log.AuthorityCreated(_session.Request.Logger, Folder.Certificate(_trust.Next), next.Certificate.ValidUntil);
    }

    /// <summary>Step 2, after every tier trusts the new CA: it becomes the one that signs, and the old one gets its last day.</summary>
    internal void TakeOver(DateTimeOffset retiresAt)
    {
        var former = new FormerAuthority(FormerName(), retiresAt);
        Copy(Folder.Key(_authority), Folder.Key(former.Name));
        Folder.Changed();
        Copy(Folder.Certificate(_authority), Folder.Certificate(former.Name));
        Folder.Changed();
        Copy(Folder.RevocationList(_authority), Folder.RevocationList(former.Name));
        _trust.Write(_trust.Read().Authorities.Where(one => one.Name != former.Name).Append(former));
        Folder.Changed();
        CertificatePair.Replace(Folder, _authority, File.ReadAllBytes(Folder.Certificate(_trust.Next)), PrivateFile.Read(Folder.Key(_trust.Next)));
        FolderRepair.Run(Folder, _session.Now);
        _session.Close(_authority);
        Log.AuthorityReplaced(_session.Request.Logger, Folder.Certificate(_authority), retiresAt);
    }

    /// <summary>Step 3: leaves of the new CA with new keys for everything that the instance itself uses.</summary>
    internal void IssueLeaves()
    {
        var plan = AuthorityPlan.For(_session.Request).Single(one => one.Name == _authority);
        foreach (var leaf in plan.Leaves)
            _session.Issue(leaf.Name, leaf.Profile, _session.Authority(_authority), "its CA was exchanged");

        if (plan.HasRevokedLeaf)
            RevokedLeaf.Issue(_session.Request, Folder, _authority, _session.Authority(_authority), "its CA was exchanged");
    }

    private PkiFolder Folder => _session.Folder;

    private string FormerName()
    {
        using var certificate = CertificateFiles.LoadCertificate(Folder.Certificate(_authority));
        return $"{_authority}.{Fingerprints.OfKey(certificate)[..8]}";
    }

    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
            PrivateFile.Replace(to, Encoding.ASCII.GetBytes(File.ReadAllText(from)));
    }
}
